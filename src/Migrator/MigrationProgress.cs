using Migrator.Catalog;
using Migrator.Database;
using Migrator.Planning;

namespace Migrator;

/// <summary>What a run tells while it goes. Reported in order, from the run's own threads, one at a time.</summary>
public abstract record MigrationProgress
{
    private MigrationProgress()
    {
    }

    /// <summary>The server does not answer yet; another attempt follows.</summary>
    public sealed record WaitingForServer(string Reason) : MigrationProgress;

    /// <summary>The session is open.</summary>
    public sealed record Connected(DatabaseIdentity Database, string Run) : MigrationProgress;

    /// <summary>Another run holds the deploy lock.</summary>
    public sealed record WaitingForLock(LockHolder Holder) : MigrationProgress;

    /// <summary>The plan is made; its steps follow.</summary>
    public sealed record Planned(Plan Plan) : MigrationProgress;

    /// <summary>A step begins.</summary>
    public sealed record StepStarted(MigrationDescriptor Migration, Direction Direction) : MigrationProgress;

    /// <summary>A step ended, well or not.</summary>
    public sealed record StepFinished(StepResult Result) : MigrationProgress;

    /// <summary>Maintenance or a profile ended; they have no version.</summary>
    public sealed record ExtraFinished(string Name, TimeSpan Duration) : MigrationProgress;

    /// <summary>Something worth knowing that changes nothing.</summary>
    public sealed record Note(string Text) : MigrationProgress;
}
