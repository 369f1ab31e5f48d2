using Migrator.SchemaCheck;
using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Statements.Retrying;

/// <summary>
/// Decides whether work that gave way to others is tried again, and pauses before it: a growing, jittered pause, inside a budget
/// for the whole run.
/// </summary>
/// <remarks>
/// Pauses of 1 s to 1 min are pgroll's; a budget of 15 min lies between safe-pg-migrations' five and GitLab's forty.
/// </remarks>
internal sealed class LockRetry(RunTerms terms, StatementWatch watch, RunningStatement live, CancellationToken cancellationToken)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private Blockage? _blockage;

    /// <summary>Whether an error only says that others were in the way: a lock not had in time, a deadlock, a serialization
    /// failure.</summary>
    public static bool IsPassing(string? sqlState) =>
        sqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure;

    /// <summary>What was last seen in the way of the work in hand.</summary>
    public Blockage? Blockage => _blockage = watch.TakeBlockage() ?? _blockage;

    /// <summary>Forgets what was in the way: another piece of work begins.</summary>
    public AttemptCount Begin()
    {
        watch.TakeBlockage();
        _blockage = null;
        return new(new Backoff(FirstPause, LongestPause));
    }

    /// <summary>Pauses before another attempt.</summary>
    /// <param name="attempts">Counts the attempts.</param>
    /// <param name="sqlState">What the attempt ended with.</param>
    /// <param name="took">How long it took.</param>
    /// <returns>False if there is to be none: the error is another, or the budget is spent.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public bool Pause(AttemptCount attempts, string? sqlState, TimeSpan took)
    {
        if (!IsPassing(sqlState))
            return false;

        terms.LockBudget.Spend(took);
        if (terms.LockBudget.Left == TimeSpan.Zero)
            return false;

        attempts.Count++;
        var pause = attempts.Backoff.Next(terms.LockBudget.Left);
        terms.Report(new MigrationProgress.GaveWay(sqlState!, took, Blockage, pause, attempts.Count, terms.LockBudget.Left));
        live.Wait(() => Task.Delay(pause, terms.Time, cancellationToken).GetAwaiter().GetResult());
        terms.LockBudget.Spend(pause);
        return true;
    }
}
