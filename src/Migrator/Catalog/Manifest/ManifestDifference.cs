using Migrator.Catalog.Generators;
using Migrator.SchemaCheck;

namespace Migrator;

/// <summary>How a committed manifest differs from the migrations, in lines for a person.</summary>
public static class ManifestDifference
{
    /// <summary>Compares.</summary>
    /// <param name="committed">What is committed.</param>
    /// <param name="actual">What the migrations are.</param>
    /// <returns>One line a difference, ascending by version; empty if there is none.</returns>
    public static IReadOnlyList<string> Of(SchemaManifest committed, SchemaManifest actual)
    {
        ArgumentNullException.ThrowIfNull(committed);
        ArgumentNullException.ThrowIfNull(actual);
        var isRegenerated = !GeneratorRecord.AreSame(committed.Generator, actual.Generator);
        var before = committed.Migrations.ToDictionary(migration => migration.Version);
        var now = actual.Migrations.ToDictionary(migration => migration.Version);
        var lines = before.Keys.Union(now.Keys).Order()
            .Select(version => (Before: before.GetValueOrDefault(version), Now: now.GetValueOrDefault(version)))
            .Select(pair => pair switch
            {
                (null, { } added) => $"+ {added.Version} {added.Name}: not in the manifest",
                ({ } removed, null) => $"- {removed.Version} {removed.Name}: in the manifest, but no longer there",
                ({ } was, { } one) => string.Join(", ", Changes(was, one, isRegenerated)) is { Length: > 0 } changes
                    ? $"~ {one.Version} {one.Name}: {changes}" : null,
                _ => null,
            })
            .OfType<string>();
        return [.. Generator(committed, actual), .. committed.VersionTable == actual.VersionTable ? [] : (string[])["~ the version table is another"], .. lines];
    }

    private static IEnumerable<string> Generator(SchemaManifest committed, SchemaManifest actual)
    {
        var now = GeneratorRecord.Of(actual.Generator);
        if (GeneratorChange.Of(committed.Generator, now) is not { } change)
            yield break;

        var sums = committed.Migrations.ToDictionary(one => one.Version, one => one.Checksum);
        var others = actual.Migrations.Count(one => one.Checksum is not null
            && sums.GetValueOrDefault(one.Version) is { } was && was != one.Checksum);
        yield return $"~ it has what {GeneratorRecord.Of(committed.Generator)} writes, and chosen now is {now}, so that "
            + $"{others} of {actual.Migrations.Count} {(others == 1 ? "has" : "have")} other SQL. {change}";
    }

    private static IEnumerable<string> Changes(ManifestMigration was, ManifestMigration now, bool isRegenerated)
    {
        if (was.Name != now.Name)
            yield return $"was named {was.Name}";
        if (was.Assembly != now.Assembly)
            yield return now.Assembly is null ? $"was told to be of {was.Assembly}, of several"
                : was.Assembly is null ? $"is of {now.Assembly}, of several" : $"was in {was.Assembly}, and is in {now.Assembly}";
        if (was.Transactional != now.Transactional)
            yield return now.Transactional ? "runs in a transaction now" : "runs outside a transaction now";
        if (was.Breaking != now.Breaking)
            yield return now.Breaking ? "is breaking now" : "is no longer breaking";
        if (!was.AllTags.SequenceEqual(now.AllTags) || !was.AnyTags.SequenceEqual(now.AnyTags))
            yield return "has other tags";
        if (was.Conditional != now.Conditional)
            yield return now.Conditional ? "has a constraint now" : "has no constraint any more";
        // Of two generators, they say nothing.
        if (was.Checksum != now.Checksum && !(isRegenerated && was.Checksum is not null && now.Checksum is not null))
            yield return (was.Checksum, now.Checksum) switch
            {
                (null, _) => "its SQL can be known now",
                (_, null) => "its SQL can no longer be known offline",
                _ => "its SQL was edited",
            };
    }
}
