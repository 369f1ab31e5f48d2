using Migrator.Catalog;
using Migrator.Database;

namespace Migrator.Execution;

/// <summary>Everything that lives exactly as long as a run, and that its steps need.</summary>
internal sealed record RunContext(
    MigrationAssembly Assembly, MigrationSelection Selection, string Schema, LockedSession Locked, Action<MigrationProgress> Report)
{
    public DatabaseSession Session => Locked.Session;

    public Journal Journal => Locked.Journal;

    public DeployLock DeployLock => Locked.DeployLock;
}
