using Migrator.Planning;
using Migrator.Runs.Opening;

namespace Migrator.Runs;

/// <summary><c>down</c>: reverts, once confirmed. Profiles and maintenance do not run.</summary>
internal sealed class DownRun(RunSetup setup, DownOptions options, IProgress<MigrationProgress>? progress)
{
    public Task<MigrationOutcome> RunAsync(Target target, CancellationToken cancellationToken) =>
        new MigratingRun(setup, Direction.Down, progress)
        {
            Plan = (catalog, history) => Planner.PlanDown(catalog, history, target),
            Policy = new(AllowStaleManifest: false, LintPolicy.Off),
            Confirm = options.Confirm,
        }.RunAsync(cancellationToken);
}
