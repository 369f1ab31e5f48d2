using Migrator.Catalog;
using Migrator.Database;
using Migrator.SchemaCheck;

namespace Migrator.Execution;

/// <summary>Everything that lives exactly as long as a run, and that its steps need.</summary>
internal sealed record RunContext(
    MigrationAssembly Assembly,
    MigrationSelection Selection,
    DatabaseOptions Options,
    DatabaseSession Session,
    SessionSettings Settings,
    DeployLock DeployLock,
    VersionTable Table,
    Journal Journal,
    SchemaHistory History,
    Action<MigrationProgress> Report);
