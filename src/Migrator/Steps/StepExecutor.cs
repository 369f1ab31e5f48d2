using FluentMigrator;
using Migrator.Database.History;
using Migrator.Database.Locking;
using Migrator.FluentRunner.Running;
using Migrator.SchemaCheck;
using Migrator.Sql.Texts;
using Migrator.Statements;
using Migrator.Statements.Retrying;
using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Steps;

/// <summary>Runs one step at a time through FluentMigrator's own per-migration call, and says how each ended.</summary>
internal sealed class StepExecutor(
    LockedSession locked, StepSession session, FluentMigratorHost host, Action<MigrationProgress> report,
    CancellationToken cancellationToken)
{
    /// <summary>Applies or reverts a migration.</summary>
    public StepResult Execute(MigrationDescriptor migration, Direction direction)
    {
        var entry = new JournalEntry(migration.Version, migration.Name, direction, migration.Transactional, migration.Breaking)
        {
            Checksum = direction == Direction.Up ? host.Checksum(migration.Version) : null,
        };
        var earlier = locked.History.Dirty.FirstOrDefault(dirty => dirty.Version == migration.Version);
        return Run(() => new(migration.Label, entry, migration.Transactional ? null : new StatementLedger(earlier)), migration,
            direction, failure => host.Locate(migration, direction, failure), step =>
        {
            if (!migration.Transactional)
                Begin(step, earlier);
            if (direction == Direction.Up)
                host.Apply(migration);
            else
                host.Revert(migration);
        });
    }

    /// <summary>Runs the maintenance of a stage; null if all of it went well.</summary>
    public StepResult? Maintain(MigrationStage stage) => Run(host.Maintenance(stage));

    /// <summary>Applies the chosen profile; null if all of it went well.</summary>
    public StepResult? ApplyProfiles() => Run(host.Profiles);

    private StepResult? Run(IEnumerable<Extra> extras)
    {
        foreach (var extra in extras)
        {
            var result = Run(() => new(extra.Work.Label, ledger: extra.Work.Transactional ? null : new StatementLedger()),
                extra.Work, Direction.Up, extra.Locate,
                _ => extra.Run());
            // A failure is a step's failure, and told as one.
            if (result.Failure is not null)
                return result;

            report(new MigrationProgress.ExtraFinished(extra.Work, result.Duration));
        }

        return null;
    }

    private StepResult Run(Func<StepContext> begin, MigrationDescriptor migration, Direction direction,
        Func<StepFailure, SourceLocation?> locate, Action<StepContext> action)
    {
        var attempts = session.Retry.Begin();
        var before = session.RoundTrips;
        while (true)
        {
            var step = begin();
            if (Try(step, action) is not { } failure)
                return new(migration, direction, direction == Direction.Up ? StepState.Applied : StepState.Reverted, step.Elapsed,
                    Attempts: attempts.Count, RoundTrips: session.RoundTrips - before)
                { Notices = step.Notices };

            // Only what was rolled back as a whole can be done again as a whole.
            if (step.Ledger is null && step.Stays is null && GivesWay(ref failure, attempts, step.Elapsed))
                continue;

            failure = failure with { Location = locate(failure), Sql = failure.Sql is { } sql ? ShownText.Of(sql) : null };
            RecordFailure(step, failure);
            return new(migration, direction, failure.LeavesTraces ? StepState.Partial : StepState.Failed, step.Elapsed, failure,
                attempts.Count,
                session.RoundTrips - before)
            { Notices = step.Notices };
        }
    }

    private StepFailure? Try(StepContext step, Action<StepContext> action)
    {
        try
        {
            // What a migration before this one may have changed.
            InvariantCulture.Set();
            session.Enter(step);
            action(step);
            session.VerifyEnded();
            return null;
        }
        catch (Exception exception)
        {
            session.Settle();
            return StepFailures.Of(step, exception,
                new(session.IsOurs, cancellationToken.IsCancellationRequested, session.Stopped, session.Retry.Blockage));
        }
        finally
        {
            session.Leave();
        }
    }

    // True after a pause, if the step is to be tried again.
    private bool GivesWay(ref StepFailure failure, AttemptCount attempts, TimeSpan took)
    {
        if (failure.Kind is not (StepFailureKind.LockTimeout or StepFailureKind.Conflict) || !session.IsOurs)
            return false;

        try
        {
            if (session.Retry.Pause(attempts, failure.SqlState, took))
                return true;

            failure = failure with { Blockage = session.Retry.Blockage };
        }
        catch (OperationCanceledException)
        {
            failure = failure with { Kind = StepFailureKind.Cancelled, Blockage = session.Retry.Blockage };
        }

        return false;
    }

    private void Begin(StepContext step, DirtyMigration? earlier)
    {
        if (earlier is { StatementsDone: > 0 and var done })
            report(new MigrationProgress.Note($"{step.Name} goes on at statement {done + 1}: "
                + $"{(done == 1 ? "statement 1 was" : $"statements 1 to {done} were")} done by run {earlier.Run}."));

        session.RecordBegun(step, earlier);
    }

    // What the database is like is decided already; this only keeps the knowledge of why. A killed session keeps its begun entry.
    private void RecordFailure(StepContext step, StepFailure failure)
    {
        if (step.Entry is not { } entry || step.Recorded || step.Committed
            || failure.Kind is StepFailureKind.ConnectionLost or StepFailureKind.CommitInDoubt)
            return;

        try
        {
            if (session.IsOurs)
                session.RecordFailure(() => FailureEntry(step, entry, failure));
            else
                session.RecordFailureElsewhere(() => FailureEntry(step, entry, failure));
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException
            or DeployLockLostException
            or OperationCanceledException)
        {
            report(new MigrationProgress.Note($"The failure could not be written to the journal: {exception.Message}"));
        }
    }

    private NpgsqlBatchCommand FailureEntry(StepContext step, JournalEntry entry, StepFailure failure) => step.BegunId is { } id
        ? locked.Journal.End(id, failure.LeavesTraces ? JournalRules.Partial : JournalRules.Failed, step.Elapsed,
            failure.Statement, failure.SqlState, step.Ledger?.BegunHash)
        : locked.Journal.Ended(entry with { Statement = failure.Statement, SqlState = failure.SqlState },
            failure.LeavesTraces ? JournalRules.Partial : JournalRules.Failed, step.Elapsed);
}
