using Migrator.FluentRunner.Rendering;
using Migrator.SchemaCheck;

namespace Migrator.Steps;

/// <summary>
/// Runs a plan's steps in order on a thread of its own: FluentMigrator is synchronous, its callers need not be. It outlives a
/// session: on another one it goes on where the first was lost.
/// </summary>
internal sealed class StepRunner
{
    // A step that takes its server down with it must not do so for ever.
    private const int MostLossesInOnePlace = 2;

    private readonly HashSet<long> _expected;
    private readonly IReadOnlyList<WorkItem> _work;
    private readonly List<StepResult> _results = [];
    private int _next;
    private int _lossesHere;

    /// <param name="plan">What to do.</param>
    /// <param name="history">What is applied before.</param>
    public StepRunner(Plan plan, SchemaHistory history)
    {
        Plan = plan;
        Before = history;
        _expected = [.. history.Applied.Select(migration => migration.Version)];
        _work = WorkItem.Of(plan);
    }

    /// <summary>What is done.</summary>
    public Plan Plan { get; }

    /// <summary>What was applied before.</summary>
    public SchemaHistory Before { get; }

    /// <summary>What was done so far; a step that failed is the last.</summary>
    public IReadOnlyList<StepResult> Results => _results;

    /// <summary>The failure with which the last session was lost, if the work can go on from it in another.</summary>
    public StepResult? Lost { get; private set; }

    /// <summary>Runs all that is left, up to the first that fails, or to where it is cancelled between two steps.</summary>
    public Task RunAsync(StepExecutor executor, Action<MigrationProgress> report, CancellationToken cancellationToken)
    {
        Lost = null;
        // Not with the token: a run that was begun says itself how it ended.
        return Task.Factory.StartNew(() => Run(executor, report, cancellationToken),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Takes note of what the database has, read anew by another session.</summary>
    /// <returns>Null if it is what it should be; else what is different: then this run must not go on.</returns>
    public string? Continue(SchemaHistory history)
    {
        HashSet<long> actual = [.. history.Applied.Select(migration => migration.Version)];
        if (Lost is { } lost)
        {
            var version = lost.Migration.Version;
            var wanted = Plan.Direction == Direction.Up;
            if (lost.Migration.IsMigration && actual.Contains(version) == wanted && _expected.Contains(version) != wanted)
            {
                Finish(lost with { State = wanted ? StepState.Applied : StepState.Reverted, Failure = null });
                Lost = null;
            }
        }

        return actual.SetEquals(_expected) ? null
            : "Another run changed the schema while the connection was lost: "
            + string.Join(", ", actual.Except(_expected).Select(version => $"{version} is applied now")
                .Concat(_expected.Except(actual).Select(version => $"{version} is no longer applied"))) + ".";
    }

    /// <summary>Gives up going on after a loss: it is the failure that the run ends with.</summary>
    public void GiveUp()
    {
        if (Lost is { } lost)
            _results.Add(lost);
        Lost = null;
    }

    private void Run(StepExecutor executor, Action<MigrationProgress> report, CancellationToken cancellationToken)
    {
        for (; _next < _work.Count; Advance())
        {
            var item = _work[_next];
            if (item is { Kind: WorkKind.Migration, Migration: { } migration })
            {
                if (cancellationToken.IsCancellationRequested)
                    return;
                report(new MigrationProgress.StepStarted(migration, Plan.Direction));
            }

            var result = item.Kind switch
            {
                WorkKind.Maintenance => executor.Maintain(item.Stage!.Value),
                WorkKind.Migration => executor.Execute(item.Migration!, Plan.Direction),
                _ => executor.ApplyProfiles(),
            };
            if (result is null)
                continue;
            if (result.Failure is { Kind: StepFailureKind.ConnectionLost or StepFailureKind.CommitInDoubt }
                && ++_lossesHere < MostLossesInOnePlace
                && !cancellationToken.IsCancellationRequested)
            {
                Lost = result;
                return;
            }

            _results.Add(result);
            report(new MigrationProgress.StepFinished(result));
            if (result.Failure is not null)
                return;
            Expect(result);
        }
    }

    private void Finish(StepResult result)
    {
        _results.Add(result);
        Expect(result);
        Advance();
    }

    private void Expect(StepResult result)
    {
        if (result.State == StepState.Applied)
            _expected.Add(result.Migration.Version);
        else
            _expected.Remove(result.Migration.Version);
    }

    private void Advance()
    {
        _next++;
        _lossesHere = 0;
    }
}
