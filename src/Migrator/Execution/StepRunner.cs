using FluentMigrator;
using Migrator.Planning;

namespace Migrator.Execution;

/// <summary>
/// Runs a plan's steps in order on a thread of its own: FluentMigrator is synchronous, its callers need not be. The order of
/// maintenance and profiles is FluentMigrator's <c>MigrateUp</c>.
/// </summary>
internal sealed class StepRunner
{
    private readonly RunContext _run;
    private readonly Plan _plan;
    private readonly List<StepResult> _results = [];
    private readonly CancellationToken _cancellationToken;

    private StepRunner(RunContext run, Plan plan, CancellationToken cancellationToken)
    {
        _run = run;
        _plan = plan;
        _cancellationToken = cancellationToken;
    }

    /// <summary>
    /// Runs all steps, up to the first that fails, which is then the last result; or up to where it was cancelled between two of them.
    /// </summary>
    public static Task<IReadOnlyList<StepResult>> RunAsync(RunContext run, Plan plan, FluentMigratorHost host, CancellationToken cancellationToken)
    {
        var runner = new StepRunner(run, plan, cancellationToken);
        // Not with the token: a run that was begun says itself how it ended.
        return Task.Factory.StartNew<IReadOnlyList<StepResult>>(
            () => runner.Run(host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private List<StepResult> Run(FluentMigratorHost host)
    {
        var executor = new StepExecutor(_run, host, _cancellationToken);
        if (_plan.Direction == Direction.Up)
            RunUp(executor);
        else
            _ = _plan.Steps.All(migration => Execute(executor, migration));

        return _results;
    }

    private void RunUp(StepExecutor executor)
    {
        var _ = Passed(executor.Maintain(MigrationStage.BeforeAll))
            && _plan.Steps.All(migration =>
                Passed(executor.Maintain(MigrationStage.BeforeEach))
                && Execute(executor, migration)
                && Passed(executor.Maintain(MigrationStage.AfterEach)))
            && Passed(executor.Maintain(MigrationStage.BeforeProfiles))
            && Passed(executor.ApplyProfiles())
            && Passed(executor.Maintain(MigrationStage.AfterAll));
    }

    private bool Execute(StepExecutor executor, Catalog.MigrationDescriptor migration)
    {
        if (_cancellationToken.IsCancellationRequested)
            return false;

        _run.Report(new MigrationProgress.StepStarted(migration, _plan.Direction));
        var result = executor.Execute(migration, _plan.Direction);
        _results.Add(result);
        _run.Report(new MigrationProgress.StepFinished(result));
        return result.Failure is null;
    }

    private bool Passed(StepResult? failed)
    {
        if (failed is null)
            return true;

        _results.Add(failed);
        _run.Report(new MigrationProgress.StepFinished(failed));
        return false;
    }
}
