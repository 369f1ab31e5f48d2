using Migrator.Runs;
using Migrator.Runs.Opening;
using Migrator.SchemaCheck;
using Migrator.Shadow;
using Migrator.Shadow.Snapshot;
using Migrator.Statements.Observing;

namespace Migrator.Rehearsal;

/// <summary>Takes migrations on a shadow database one by one: up, observed; down, compared with before; up again, compared with
/// the first time.</summary>
internal sealed class RehearsalSteps(ShadowDatabase shadow, RunSetup setup, VersionTable table, RehearsalStart start)
{
    private readonly StatementProbe _probe = new(table);

    public async Task<RehearsalReport> RunAsync(
        IReadOnlyList<MigrationDescriptor> steps, RehearsalReport result, IProgress<MigrationProgress>? progress,
        CancellationToken cancellationToken)
    {
        var observed = new ExactRun(setup, _probe);
        var plain = new ExactRun(setup);
        var (snapshot, stored) = await LookAsync(cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            progress?.Report(new MigrationProgress.StepStarted(step, Direction.Up));
            var up = await observed.ApplyAsync([step.Version], cancellationToken).ConfigureAwait(false);
            if (up.Kind != OutcomeKind.Applied)
                return result with { Stopped = LiveHistory.OnShadow(up), NotRehearsed = [.. steps.Skip(i)] };

            var (after, storedAfter) = await LookAsync(cancellationToken).ConfigureAwait(false);
            List<RehearsalFinding> findings = [.. Judgement.Of(step.Transactional, _probe.Statements),
                .. stored.Lost(storedAfter)];
            ObservedStatement[] statements = [.. _probe.Statements];
            var (stopped, isAsAfter) = await RevertAsync(plain, step, snapshot, after, findings, cancellationToken)
                .ConfigureAwait(false);
            // The next begins where this one's up led, as on the real database.
            if (!isAsAfter)
                stopped ??= await start.MakeAgainAsync([.. steps.Take(i + 1).Select(one => one.Version)], cancellationToken)
                    .ConfigureAwait(false);
            if (stopped is not null)
                return result with { Stopped = stopped, NotRehearsed = [.. steps.Skip(i)] };

            result = result with
            {
                Migrations = [.. result.Migrations,
                    new(step, statements, [.. findings.OrderByDescending(finding => finding.Verdict)])]
            };
            // Numbers are other ones after the second time.
            (snapshot, stored) = await LookAsync(cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    // Whether the database is where the up had led, so that the next can be rehearsed.
    private async Task<(MigrationOutcome? Stopped, bool IsAsAfter)> RevertAsync(
        ExactRun run, MigrationDescriptor step, CatalogSnapshot before, CatalogSnapshot after, List<RehearsalFinding> findings,
        CancellationToken cancellationToken)
    {
        var down = await run.RevertAsync(step.Version, cancellationToken).ConfigureAwait(false);
        if (IsStopped(down))
            return (down, false);
        if (down.Kind != OutcomeKind.Applied)
        {
            findings.Add(new(down.Kind == OutcomeKind.Refused ? RehearsalFindingKind.NoWayBack : RehearsalFindingKind.DownFails,
                RehearsalVerdict.Irreversible)
            { Reason = Why(down) });
            return (null, down.Kind != OutcomeKind.Partial);
        }

        var (reverted, _) = await LookAsync(cancellationToken).ConfigureAwait(false);
        findings.AddRange(CatalogSnapshot.Compare(before, reverted)
            .Select(difference => difference.Subject.Kind == ObjectKind.ColumnOrder
            ? new RehearsalFinding(RehearsalFindingKind.Reordered, RehearsalVerdict.Safe) { Difference = difference }
            : new RehearsalFinding(RehearsalFindingKind.NotRestored, RehearsalVerdict.Irreversible) { Difference = difference }));

        var again = await run.ApplyAsync([step.Version], cancellationToken).ConfigureAwait(false);
        if (IsStopped(again))
            return (again, false);
        if (again.Kind != OutcomeKind.Applied)
        {
            findings.Add(new(RehearsalFindingKind.NotRepeatable, RehearsalVerdict.Irreversible) { Reason = Why(again) });
            return (null, false);
        }

        var (repeated, _) = await LookAsync(cancellationToken).ConfigureAwait(false);
        ObjectDifference[] differences = [.. CatalogSnapshot.Compare(after, repeated)
            .Where(difference => difference.Subject.Kind != ObjectKind.ColumnOrder)];
        findings.AddRange(differences.Select(
            difference => new RehearsalFinding(RehearsalFindingKind.NotRepeatable, RehearsalVerdict.Irreversible)
            { Difference = difference }));
        return (null, differences.Length == 0);
    }

    private async Task<(CatalogSnapshot Snapshot, StoredData Stored)> LookAsync(CancellationToken cancellationToken)
    {
        var session = await shadow.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        await session.BeginReadingAsync(shadow.Options, cancellationToken).ConfigureAwait(false);
        var stored = await StoredData.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        return (await SnapshotReader.ReadAsync(session.Connection, table, cancellationToken).ConfigureAwait(false), stored);
    }

    private static bool IsStopped(MigrationOutcome outcome) =>
        outcome.Kind is OutcomeKind.Cancelled or OutcomeKind.Unreachable or OutcomeKind.LockTimeout;

    private static string Why(MigrationOutcome outcome) => outcome.Failed?.Failure is { } failure
        ? failure.Message + (failure.SqlState is { } state ? $" ({state})" : "")
        : outcome.Refusal?.Message ?? outcome.Message ?? $"{outcome.Kind}";
}
