using Migrator.Database.History;
using Migrator.Database.Session;
using Migrator.SchemaCheck;

namespace Migrator.Database.Locking;

/// <summary>A session that holds the deploy lock, and what was read under it.</summary>
internal sealed record LockedSession(
    DatabaseSession Session, SessionSettings Settings, HistoryTables Tables, DeployLock DeployLock, Journal Journal,
    SchemaHistory History)
{
    /// <summary>The version table.</summary>
    public VersionTable Table => Tables.Table;
}
