using FluentMigrator;
using Migrator.Catalog;
using Migrator.Database;
using Migrator.Planning;
using Npgsql;

namespace Migrator.Execution;

/// <summary>Runs one step at a time through FluentMigrator's own per-migration call, and says how each ended.</summary>
internal sealed class StepExecutor(RunContext run, FluentMigratorHost host, CancellationToken cancellationToken)
{
    /// <summary>Applies or reverts a migration.</summary>
    public StepResult Execute(MigrationDescriptor migration, Direction direction)
    {
        var info = host.Migrations[migration.Version];
        var entry = new JournalEntry(
            migration.Version, migration.Name, direction == Direction.Up ? "up" : "down", migration.Transactional, migration.Breaking);
        var step = new StepContext(migration.Name, entry);
        return Run(step, migration, direction, () =>
        {
            if (!migration.Transactional)
                Begin(step);
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
        var step = new StepContext(name);
        var result = Run(step, new MigrationDescriptor(0, name, transactional, Breaking: false), Direction.Up, () => action(transactional));
        // A failure is a step's failure, and told as one.
        if (result.Failure is null)
            run.Report(new MigrationProgress.ExtraFinished(name, result.Duration));
        return result;
    }

    private StepResult Run(StepContext step, MigrationDescriptor migration, Direction direction, Action action)
    {
        host.Processor.Step = step;
        try
        {
            host.Processor.RestoreSettings();
            action();
            return new(migration, direction, direction == Direction.Up ? StepState.Applied : StepState.Reverted, step.Elapsed);
        }
        catch (Exception exception)
        {
            var failure = StepFailure.Of(step, migration, exception,
                new(run.Session.IsOurs, host.Processor.WasCommitted, cancellationToken.IsCancellationRequested));
            var state = failure.LeavesTraces ? StepState.Partial : StepState.Failed;
            RecordFailure(step, failure);
            return new(migration, direction, state, step.Elapsed, failure);
        }
        finally
        {
            host.Processor.Step = null;
        }
    }

    private void Begin(StepContext step)
    {
        using var batch = new NpgsqlBatch(run.Session.Connection);
        batch.BatchCommands.Add(run.Journal.Begun(step.Entry!, run.DeployLock.HeldSql));
        step.BegunId = (long?)batch.ExecuteScalar() ?? throw new DeployLockLostException("This session no longer holds the deploy lock.");
    }

    // What the database is like is decided already; this only keeps the knowledge of why. A killed session keeps its begun entry.
    private void RecordFailure(StepContext step, StepFailure failure)
    {
        if (step.Entry is null || !run.Session.IsOurs || step.Recorded || failure.Kind == StepFailureKind.ConnectionLost)
            return;

        // The run ends here: nothing is left to cancel, and this must not be hit instead.
        host.Live.Dispose();
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
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException or DeployLockLostException)
        {
            run.Report(new MigrationProgress.Note($"The failure could not be written to the journal: {exception.Message}"));
        }
    }

    private NpgsqlBatchCommand FailureEntry(StepContext step, JournalEntry entry, StepFailure failure) => step.BegunId is { } id
        ? run.Journal.End(id, failure.LeavesTraces ? "partial" : "failed", step.Elapsed, "", failure.Statement, failure.SqlState)
        : run.Journal.Ended(entry with { Statement = failure.Statement, SqlState = failure.SqlState }, "failed", step.Elapsed);
}
