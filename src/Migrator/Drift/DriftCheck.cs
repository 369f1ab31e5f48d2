using Migrator.Database.Session;
using Migrator.Drift;
using Migrator.Planning;
using Migrator.SchemaCheck;
using Migrator.Shadow;

namespace Migrator;

/// <summary>
/// Compares a live schema with what its applied migrations make of an empty database. On the live side it writes nothing, locks nothing, and
/// needs SELECT on the version table only.
/// </summary>
/// <param name="assembly">The migrations.</param>
/// <param name="database">The live database.</param>
/// <param name="drift">Where the shadow database may be made, and what does not count.</param>
/// <param name="selection">Tags and profile; null for none.</param>
/// <param name="options">What is the same for all runs; null for the defaults.</param>
public sealed class DriftCheck(
    MigrationAssembly assembly, DatabaseOptions database, DriftOptions drift, MigrationSelection? selection = null, EngineOptions? options = null)
{
    private readonly MigrationSelection _selection = selection ?? MigrationSelection.Default;
    private readonly EngineOptions _options = options ?? new();

    /// <summary>Compares.</summary>
    /// <param name="progress">Told what happens while it happens; null for nobody.</param>
    /// <param name="cancellationToken">Ends it; the shadow database is dropped all the same.</param>
    /// <exception cref="ConfigurationException">A setting is wrong, or a right is missing.</exception>
    /// <exception cref="DatabaseUnreachableException">One of the servers did not answer, or the connection was lost.</exception>
    /// <exception cref="LockTimeoutException">A deploy is at work, or somebody else has locked what is read.</exception>
    public async Task<DriftResult> RunAsync(IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var catalog = MigrationCatalog.Of(assembly, _selection, _options.Manifest);
        var table = database.Locate(catalog.VersionTable);
        var live = await ReadLiveAsync(table, progress, cancellationToken).ConfigureAwait(false);
        var result = new DriftResult
        {
            Database = live.Database,
            DefaultSchema = database.Schema,
            Applied = live.History.Applied.Count,
            Current = live.History.Current,
        };
        if (LiveHistory.Refuse(catalog, live.History) is { } refusal)
            return result with { Stopped = new MigrationOutcome { Kind = OutcomeKind.Refused, Direction = Direction.Up, Database = live.Database, Refusal = refusal } };

        var shadow = await ShadowDatabase.CreateAsync(drift.Shadow, database, _options, progress, cancellationToken).ConfigureAwait(false);
        await using var _ = shadow.ConfigureAwait(false);
        progress?.Report(new MigrationProgress.ShadowCreated(shadow.Identity, live.History.Applied.Count));
        result = result with { Shadow = shadow.Identity };
        long[] versions = [.. live.History.Applied.Select(migration => migration.Version)];
        var built = await shadow.Engine(assembly, _selection).ApplyAsync(versions, null, cancellationToken).ConfigureAwait(false);
        if (built.Kind is not (OutcomeKind.Applied or OutcomeKind.NothingToDo))
            return result with { Stopped = LiveHistory.OnShadow(built) };

        var expected = await shadow.SnapshotAsync(table, cancellationToken).ConfigureAwait(false);
        return Compare(result, expected, live.Snapshot) with { Notes = [.. Notes(catalog, live, shadow.Identity)] };
    }

    private async Task<LiveSchema> ReadLiveAsync(VersionTable table, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
    {
        var session = await DatabaseSession.OpenAsync(
            database, _options.Run, migrates: false, reason => progress?.Report(new MigrationProgress.WaitingForServer(reason)), _options.Time,
            cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        return await ReadOnlyLook.RunAsync(session, table, () => LiveSchema.ReadAsync(session, database, table, cancellationToken)).ConfigureAwait(false);
    }

    private DriftResult Compare(DriftResult result, CatalogSnapshot expected, CatalogSnapshot actual)
    {
        var scope = new DriftScope(expected, database.Schema);
        var counted = CatalogSnapshot.Compare(expected, actual).Where(scope.Has)
            .ToLookup(one => drift.Ignore.Any(pattern => pattern.Matches(one.Subject, database.Schema)));
        return result with
        {
            Objects = expected.Objects.Count(one => one.On is null && one.Kind != ObjectKind.ColumnOrder),
            Differences = [.. counted[false].Where(one => one.Subject.Kind != ObjectKind.ColumnOrder)],
            Reordered = [.. counted[false].Where(one => one.Subject.Kind == ObjectKind.ColumnOrder)],
            Ignored = counted[true].Count(),
        };
    }

    private static IEnumerable<string> Notes(MigrationCatalog catalog, LiveSchema live, DatabaseIdentity shadow)
    {
        long[] edited = [.. Planner.Difference(catalog, live.History, [.. live.History.Applied.Select(migration => migration.Version)]).Edited];
        if (edited.Length > 0)
            yield return $"edited after being applied: {string.Join(", ", edited.Select(version => catalog.Find(version)?.ToString() ?? $"{version}"))}. "
                + "The comparison is with what the code says now.";
        if (LiveHistory.OtherVersion(live.Database, shadow) is { } other)
            yield return other;
    }
}
