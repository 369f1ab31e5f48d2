using Migrator.Database.Connecting;
using Migrator.Database.History;
using Migrator.Database.Locking;
using Migrator.Database.Session;
using Migrator.Statements.Observing;

namespace Migrator.Statements.Retrying;

/// <summary>Everything that lives exactly as long as a run's session, and that its steps need.</summary>
internal sealed record RunContext(
    MigrationAssembly Assembly, MigrationSelection Selection, DatabaseOptions Database, LockedSession Locked, RunIdentity Run, RetryBudget LockBudget,
    TimeProvider Time, Action<MigrationProgress> Report)
{
    /// <summary>Looks at what each statement does, which is then sent alone; null where nobody does.</summary>
    public StatementProbe? Probe { get; init; }

    public DatabaseSession Session => Locked.Session;

    public Journal Journal => Locked.Journal;

    public DeployLock DeployLock => Locked.DeployLock;

    /// <summary>The connection of a second session beside the run's.</summary>
    public string ObserverConnection => ConnectionSettings.ForObserver(Session.ConnectionString, Run.ObserverName);
}
