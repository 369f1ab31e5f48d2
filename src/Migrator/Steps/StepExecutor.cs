using FluentMigrator;
using Migrator.Database.History;
using Migrator.FluentRunner.Running;
using Migrator.SchemaCheck;
using Migrator.Statements.Retrying;
using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Steps;

/// <summary>Runs one step at a time through FluentMigrator's own per-migration call, and says how each ended.</summary>
internal sealed class StepExecutor(RunContext run, FluentMigratorHost host, CancellationToken cancellationToken)
{
    /// <summary>Applies or reverts a migration.</summary>
    public StepResult Execute(MigrationDescriptor migration, Direction direction)
    {
        var info = host.Migrations[migration.Version];
        var entry = new JournalEntry(
            migration.Version, migration.Name, direction == Direction.Up ? "up" : "down", migration.Transactional, migration.Breaking)
        {
            Checksum = direction == Direction.Up ? host.Checksum(migration.Version) : null,
        };
        var earlier = run.Locked.History.Dirty.FirstOrDefault(dirty => dirty.Version == migration.Version);
        return Run(() => new(migration.Name, entry, migration.Transactional ? null : new StatementLedger(earlier)), migration, direction, step =>
        {
            if (!migration.Transactional)
                Begin(step, earlier);
            if (direction == Direction.Up)
                host.Runner.ApplyMigrationUp(info, migration.Transactional);
            else
                host.Runner.ApplyMigrationDown(info, migration.Transactional);
        });
    }

    /// <summary>Runs the maintenance of a stage; null if all of it went well.</summary>
    public StepResult? Maintain(MigrationStage stage)
    {
        foreach (var info in host.Runner.MaintenanceLoader.LoadMaintenance(stage))
        {
            var result = Extra($"maintenance {info.Migration.GetType().Name}", info.TransactionBehavior == TransactionBehavior.Default,
                transactional => host.Runner.ApplyMigrationUp(info, transactional));
            if (result.Failure is not null)
                return result;
        }

        return null;
    }

    /// <summary>Applies the chosen profile; null if all of it went well.</summary>
    public StepResult? ApplyProfiles()
    {
        foreach (var profile in host.Profiles)
        {
            var result = Extra($"profile {profile.GetType().Name}", transactional: true, _ => host.Runner.Up(profile));
            if (result.Failure is not null)
                return result;
        }

        return null;
    }

    private StepResult Extra(string name, bool transactional, Action<bool> action)
    {
        var result = Run(() => new(name, ledger: transactional ? null : new StatementLedger()),
            new MigrationDescriptor(0, name, transactional, Breaking: false), Direction.Up, _ => action(transactional));
        // A failure is a step's failure, and told as one.
        if (result.Failure is null)
            run.Report(new MigrationProgress.ExtraFinished(name, result.Duration));
        return result;
    }

    private StepResult Run(Func<StepContext> begin, MigrationDescriptor migration, Direction direction, Action<StepContext> action)
    {
        var attempts = host.Retry.Begin();
        var before = host.Sender.RoundTrips;
        while (true)
        {
            var step = begin();
            if (Try(step, action) is not { } failure)
                return new(migration, direction, direction == Direction.Up ? StepState.Applied : StepState.Reverted, step.Elapsed,
                    Attempts: attempts.Count, RoundTrips: host.Sender.RoundTrips - before);

            // Only what was rolled back as a whole can be done again as a whole.
            if (step.Ledger is null && GivesWay(ref failure, attempts, step.Elapsed))
                continue;

            RecordFailure(step, failure);
            return new(migration, direction, failure.LeavesTraces ? StepState.Partial : StepState.Failed, step.Elapsed, failure, attempts.Count,
                host.Sender.RoundTrips - before);
        }
    }

    private StepFailure? Try(StepContext step, Action<StepContext> action)
    {
        host.Processor.Step = step;
        host.Live.Forget();
        try
        {
            host.Processor.RestoreSettings();
            action(step);
            return null;
        }
        catch (Exception exception)
        {
            return StepFailure.Of(step, exception,
                new(run.Session.IsOurs, cancellationToken.IsCancellationRequested, host.Live.Reason, host.Retry.Blockage));
        }
        finally
        {
            host.Processor.Step = null;
        }
    }

    // True after a pause, if the step is to be tried again.
    private bool GivesWay(ref StepFailure failure, AttemptCount attempts, TimeSpan took)
    {
        if (failure.Kind is not (StepFailureKind.LockTimeout or StepFailureKind.Conflict) || !run.Session.IsOurs)
            return false;

        host.Processor.RollbackTransaction();
        try
        {
            if (host.Retry.Pause(attempts, failure.SqlState, took))
                return true;
            failure = failure with { Blockage = host.Retry.Blockage };
        }
        catch (OperationCanceledException)
        {
            failure = failure with { Kind = StepFailureKind.Cancelled, Blockage = host.Retry.Blockage };
        }

        return false;
    }

    private void Begin(StepContext step, DirtyMigration? earlier)
    {
        if (earlier is { StatementsDone: > 0 and var done })
            run.Report(new MigrationProgress.Note($"{step.Name} goes on at statement {done + 1}: {(done == 1 ? "statement 1 was" : $"statements 1 to {done} were")} done by run {earlier.Run}."));
        step.BegunId = (long?)host.Sender.Scalar(run.Journal.Begun(step.Entry!, run.DeployLock.HeldSql, earlier)) ?? throw new DeployLockLostException("This session no longer holds the deploy lock.");
    }

    // What the database is like is decided already; this only keeps the knowledge of why. A killed session keeps its begun entry.
    private void RecordFailure(StepContext step, StepFailure failure)
    {
        if (step.Entry is null || !run.Session.IsOurs || step.Recorded || step.Committed || failure.Kind == StepFailureKind.ConnectionLost)
            return;

        // The run ends here: nothing is left to cancel, and this must not be hit instead.
        host.Live.Release();
        try
        {
            host.Processor.RollbackTransaction();
            try
            {
                host.Processor.Record(FailureEntry(step, step.Entry, failure));
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled)
            {
                // A cancel request that was on its way already.
                host.Processor.Record(FailureEntry(step, step.Entry, failure));
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException or DeployLockLostException or OperationCanceledException)
        {
            run.Report(new MigrationProgress.Note($"The failure could not be written to the journal: {exception.Message}"));
        }
    }

    private NpgsqlBatchCommand FailureEntry(StepContext step, JournalEntry entry, StepFailure failure) => step.BegunId is { } id
        ? run.Journal.End(id, failure.LeavesTraces ? "partial" : "failed", step.Elapsed, false, failure.Statement, failure.SqlState, step.Ledger?.BegunHash)
        : run.Journal.Ended(entry with { Statement = failure.Statement, SqlState = failure.SqlState }, "failed", step.Elapsed);
}
