using Migrator.Catalog;
using Migrator.Catalog.Generators;
using Migrator.Catalog.Manifest;
using Migrator.FluentRunner.Injection;
using Migrator.FluentRunner.Loading;
using Migrator.FluentRunner.Rendering;
using Migrator.Planning;
using Migrator.Runs.Opening;
using Migrator.SchemaCheck;

namespace Migrator.Runs;

/// <summary>What a team believes to be so and is not, told once a run.</summary>
internal static class RunNotes
{
    private const int Most = 3;

    /// <summary>What is worth knowing of the code and of the database, a sentence each.</summary>
    /// <param name="setup">The engine's.</param>
    /// <param name="catalog">What the code has.</param>
    /// <param name="history">What the database says.</param>
    /// <param name="compares">Whether the manifest is compared with the migrations, whose Up is called for that.</param>
    /// <param name="database">The database.</param>
    public static IReadOnlyList<string> Of(RunSetup setup, MigrationCatalog catalog, SchemaHistory history, bool compares,
        DatabaseIdentity database)
    {
        HashSet<long> applied = [.. history.Applied.Select(migration => migration.Version)];
        List<string> notes = [.. catalog.Notes];
        if (OfServer(database) is { } server)
            notes.Add(server);
        var leftOut = catalog.LeftOut.ToLookup(one => one.Namespace is null);
        if (NamespaceText.LeftOut(catalog.Selection.Namespace, [.. leftOut[false]]) is { } others)
            notes.Add(others);
        if (TagText.LeftOut([.. leftOut[true].Where(one => !applied.Contains(one.Migration.Version))]) is { } untaken)
            notes.Add(untaken);
        if (OfGenerator(setup, catalog, history) is { } generator)
            notes.Add(generator);
        notes.AddRange(OfEdits(setup, catalog, history, compares));
        return notes;
    }

    // The last that was applied says what the history goes on with; once something was applied with another, that was meant.
    private static string? OfGenerator(RunSetup setup, MigrationCatalog catalog, SchemaHistory history)
    {
        var now = setup.Assembly.Generator.Record;
        long[] regenerated = [.. Planner.Difference(catalog, history,
            [.. history.Applied.Select(migration => migration.Version)]).Regenerated];
        var others = regenerated.Length == 0 ? "" : $"{List(regenerated)} {Was(regenerated)} applied with other SQL than the manifest "
            + "has, since another generator wrote it: no edit, and an edit would not be noticed.";
        var newest = history.Applied.LastOrDefault(one => one.Generator is not null || one.Checksum is not null);
        return newest is not null && GeneratorChange.Of(newest.Generator, now) is { } change
            ? $"The newest applied migration, {newest.Version}, was written by {GeneratorRecord.Of(newest.Generator)}, and chosen now is "
                + $"{now}. {change}{(others.Length == 0 ? "" : " " + others)}"
            : others.Length == 0 ? null : others;
    }

    /// <summary>What to know of a server that is none of those that this tool is tested with; null where it is one.</summary>
    public static string? OfServer(DatabaseIdentity database)
    {
        const string Tested = "this tool is tested with";
        return database.Major switch
        {
            < SupportedServers.Oldest => $"PostgreSQL {database.ServerVersion} is older than what {Tested}, "
                + $"{SupportedServers.Oldest} to {SupportedServers.Newest}.",
            > SupportedServers.Newest => $"PostgreSQL {database.ServerVersion} is newer than what {Tested}, "
                + $"{SupportedServers.Oldest} to {SupportedServers.Newest}: it is taken for {SupportedServers.Newest}.",
            _ => null,
        };
    }

    // An edit of an applied migration is found by three things: what was applied, what is now, and a manifest that says so.
    private static IEnumerable<string> OfEdits(RunSetup setup, MigrationCatalog catalog, SchemaHistory history, bool compares)
    {
        var applied = history.Applied.Where(migration => catalog.KnownVersions.Contains(migration.Version)).ToArray();
        if (applied.Length == 0)
            yield break;
        if (catalog.Manifest is not { } manifest)
        {
            yield return "That an applied migration was edited cannot be noticed: there is no manifest. Write and commit one: "
                + "dotnet migrator manifest";
            yield break;
        }

        var now = setup.Assembly.Generator.Record;
        if (GeneratorChange.Of(manifest.Generator, now) is { } change)
            yield return $"The manifest has what {GeneratorRecord.Of(manifest.Generator)} writes, and chosen now is {now}. {change}";

        long[] unrecorded = [.. applied.Where(migration => migration.Checksum is null
            && catalog.Checksums.ContainsKey(migration.Version)).Select(migration => migration.Version)];
        if (unrecorded.Length > 0)
            yield return $"That {List(unrecorded)} {Was(unrecorded)} edited cannot be noticed: no checksum is on record, since "
                + $"another runner applied {(unrecorded.Length == 1 ? "it" : "them")} (FluentMigrator's own?).";
        if (compares && GeneratorRecord.AreSame(manifest.Generator, now) && Stale(setup, manifest, applied) is { Length: > 0 } stale)
            yield return $"The manifest was not written anew since {List(stale)} {Was(stale)} edited: until then the edit is not "
                + "noticed. Run: dotnet migrator manifest";
    }

    private static long[] Stale(RunSetup setup, SchemaManifest manifest, AppliedMigration[] applied)
    {
        HashSet<long> versions = [.. applied.Select(migration => migration.Version)];
        var committed = manifest.Migrations.Where(one => one.Checksum is not null && versions.Contains(one.Version))
            .ToDictionary(one => one.Version, one => one.Checksum!);
        if (committed.Count == 0)
            return [];

        using var _ = QuietLoggers.Pause();
        using var renderer = new AssemblyRenderer(setup.Assembly, setup.Selection, readsOn: true);
        // Under the deploy lock: once is enough for almost all, and twice, which tells a clock from an edit, for the others.
        return [.. renderer.Migrations.Where(one => committed.ContainsKey(one.Descriptor.Version))
            .Where(one => IsOther(one, renderer.Up) && IsOther(one, renderer.SteadyUp))
            .Select(one => one.Descriptor.Version)];

        bool IsOther(Candidate one, Func<Candidate, RenderedMigration> render) =>
            render(one) is { Opaque: null } rendered
            && MigrationChecksum.Of(rendered.Statements) != committed[one.Descriptor.Version];
    }

    private static string Was(long[] versions) => versions.Length == 1 ? "was" : "were";

    private static string List(long[] versions) =>
        string.Join(", ", versions.Take(Most)) + (versions.Length > Most ? $" and {versions.Length - Most} more" : "");
}
