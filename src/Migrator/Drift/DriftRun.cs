using Migrator.Planning;
using Migrator.Runs;
using Migrator.Runs.Opening;
using Migrator.Shadow;
using Migrator.Shadow.Snapshot;

namespace Migrator.Drift;

/// <summary>
/// <c>drift</c>: compares a live schema with what its applied migrations make of an empty database. On the live side it writes
/// nothing, locks nothing, and needs SELECT on the version table only.
/// </summary>
internal sealed class DriftRun(RunSetup setup, DriftOptions drift, IProgress<MigrationProgress>? progress)
{
    public async Task<DriftReport> RunAsync(CancellationToken cancellationToken)
    {
        var (catalog, database) = (setup.Catalog, setup.Database);
        var table = setup.Locate(catalog);
        var live = await setup.Opener(progress).LookAsync(
            table, session =>
                LiveSchema.ReadAsync(session, database, table, cancellationToken), cancellationToken).ConfigureAwait(false);
        var result = new DriftReport
        {
            Database = live.Database,
            DefaultSchema = database.Schema,
            Applied = live.History.Applied.Count,
            Current = live.History.Current,
        };
        if (LiveHistory.Refuse(catalog, live.History) is { } refusal)
            return result with
            {
                Stopped = new MigrationOutcome
                { Kind = OutcomeKind.Refused, Direction = Direction.Up, Database = live.Database, Refusal = refusal }
            };

        var shadow = await ShadowDatabase.CreateAsync(drift.Shadow, database, setup.Options, progress, cancellationToken)
            .ConfigureAwait(false);
        await using var _ = shadow.ConfigureAwait(false);
        progress?.Report(new MigrationProgress.ShadowCreated(shadow.Identity, live.History.Applied.Count));
        result = result with { Shadow = shadow.Identity };
        long[] versions = [.. live.History.Applied.Select(migration => migration.Version)];
        var built = await new ExactRun(shadow.Setup(setup.Assembly, setup.Selection)).ApplyAsync(versions, cancellationToken)
            .ConfigureAwait(false);
        if (built.Kind is not (OutcomeKind.Applied or OutcomeKind.NothingToDo))
            return result with { Stopped = LiveHistory.OnShadow(built) };

        var expected = await shadow.SnapshotAsync(table, cancellationToken).ConfigureAwait(false);
        return Compare(result, expected, live, [.. Notes(catalog, live, shadow.Identity)]);
    }

    private DriftReport Compare(DriftReport result, CatalogSnapshot expected, LiveSchema live, IReadOnlyList<string> notes)
    {
        var scope = new DriftScope(expected, setup.Database.Schema);
        var generator = new GeneratorDrift([.. CatalogSnapshot.Compare(expected, live.Snapshot).Where(scope.Has)], live.History,
            setup.Assembly.Generator.Record, setup.Database.Schema);
        var counted = generator.Differences
            .ToLookup(one => drift.Ignore.Any(pattern => pattern.Matches(one.Subject, setup.Database.Schema)));
        return result with
        {
            Objects = expected.Objects.Count(one => one.On is null && one.Kind != ObjectKind.ColumnOrder),
            Differences = [.. counted[false].Where(one => one.Subject.Kind != ObjectKind.ColumnOrder)],
            Reordered = [.. counted[false].Where(one => one.Subject.Kind == ObjectKind.ColumnOrder)],
            Ignored = counted[true].Count(),
            Notes = [.. generator.Notes, .. notes],
        };
    }

    private static IEnumerable<string> Notes(MigrationCatalog catalog, LiveSchema live, DatabaseIdentity shadow)
    {
        long[] edited = [.. Planner.Difference(catalog, live.History,
            [.. live.History.Applied.Select(migration => migration.Version)]).Edited];
        if (edited.Length > 0)
            yield return $"edited after being applied: {string.Join(", ", edited.Select(version => catalog.Find(version)?.ToString() ?? $"{version}"))}. "
                + "The comparison is with what the code says now.";
        if (LiveHistory.OtherVersion(live.Database, shadow) is { } other)
            yield return other;
        if (live.Note is { } note)
            yield return note;
    }
}
