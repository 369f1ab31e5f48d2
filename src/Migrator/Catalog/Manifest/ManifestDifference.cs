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
        var before = committed.Migrations.ToDictionary(migration => migration.Version);
        var now = actual.Migrations.ToDictionary(migration => migration.Version);
        var lines = before.Keys.Union(now.Keys).Order()
            .Select(version => (Before: before.GetValueOrDefault(version), Now: now.GetValueOrDefault(version)))
            .Select(pair => pair switch
            {
                (null, { } added) => $"+ {added.Version} {added.Name}: not in the manifest",
                ({ } removed, null) => $"- {removed.Version} {removed.Name}: in the manifest, but no longer there",
                ({ } was, { } one) => string.Join(", ", Changes(was, one)) is { Length: > 0 } changes
                    ? $"~ {one.Version} {one.Name}: {changes}" : null,
                _ => null,
            })
            .OfType<string>();
        return [.. committed.VersionTable == actual.VersionTable ? [] : (string[])["~ the version table is another"], .. lines];
    }

    private static IEnumerable<string> Changes(ManifestMigration was, ManifestMigration now)
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
        if (was.Checksum != now.Checksum)
            yield return (was.Checksum, now.Checksum) switch
            {
                (null, _) => "its SQL can be known now",
                (_, null) => "its SQL can no longer be known offline",
                _ => "its SQL was edited",
            };
    }
}
