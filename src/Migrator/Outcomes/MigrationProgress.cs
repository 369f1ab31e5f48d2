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

    /// <summary>A shadow database was created, on which migrations are applied now. It is dropped at the end.</summary>
    public sealed record ShadowCreated(DatabaseIdentity Database, int Migrations) : MigrationProgress;

    /// <summary>Another run holds the deploy lock.</summary>
    public sealed record WaitingForLock(LockHolder Holder) : MigrationProgress;

    /// <summary>The plan is made; its steps follow.</summary>
    public sealed record Planned(Plan Plan) : MigrationProgress;

    /// <summary>A step begins.</summary>
    public sealed record StepStarted(MigrationDescriptor Migration, Direction Direction) : MigrationProgress;

    /// <summary>A step ended, well or not.</summary>
    public sealed record StepFinished(StepResult Result) : MigrationProgress;

    /// <summary>Maintenance or a profile ended; they have no version.</summary>
    public sealed record ExtraFinished(MigrationDescriptor Extra, TimeSpan Duration) : MigrationProgress;

    /// <summary>A statement has been running for a while; told about twice a second.</summary>
    /// <param name="Running">How long.</param>
    /// <param name="Blockage">The lock that it waits for; null if it waits for none.</param>
    /// <param name="Progress">How far the server says it is; null where it does not tell.</param>
    public sealed record StatementRunning(TimeSpan Running, Blockage? Blockage, StatementProgress? Progress) : MigrationProgress;

    /// <summary>The step, or one statement of it, gave way to others, was rolled back, and is tried again after a
    /// pause.</summary>
    /// <param name="SqlState">What it ended with: a lock timeout, a deadlock, a serialization failure.</param>
    /// <param name="Took">How long the attempt took.</param>
    /// <param name="Blockage">What was in the way; null if it was not seen.</param>
    /// <param name="Pause">The pause before the next attempt.</param>
    /// <param name="Attempt">The number of the next attempt, from 2.</param>
    /// <param name="BudgetLeft">How much of the run's budget is left.</param>
    public sealed record GaveWay(string SqlState, TimeSpan Took, Blockage? Blockage, TimeSpan Pause, int Attempt,
        TimeSpan BudgetLeft) : MigrationProgress;

    /// <summary>The session was lost; another is opened, and what the database has is read again.</summary>
    public sealed record ConnectionLost(string Reason) : MigrationProgress;

    /// <summary>The server said something while a step ran.</summary>
    public sealed record ServerSaid(ServerNotice Notice) : MigrationProgress;

    /// <summary>Something worth knowing that changes nothing.</summary>
    public sealed record Note(string Text) : MigrationProgress;
}
