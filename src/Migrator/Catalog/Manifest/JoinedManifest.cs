using Migrator.SchemaCheck;

namespace Migrator.Catalog.Manifest;

/// <summary>The manifest of several assemblies: one of them may embed that of all, or each its own.</summary>
internal static class JoinedManifest
{
    /// <summary>What the embedded manifests say together; null where there is none.</summary>
    /// <param name="embedded">The name of each assembly that embeds one, with it.</param>
    /// <exception cref="ConfigurationException">Two say different things.</exception>
    public static SchemaManifest? Of(IReadOnlyList<KeyValuePair<string, SchemaManifest>> embedded)
    {
        if (embedded.Count < 2)
            return embedded.Count == 0 ? null : embedded[0].Value;

        Dictionary<long, (string Name, ManifestMigration Line)> lines = [];
        foreach (var (name, manifest) in embedded)
        {
            foreach (var line in manifest.Migrations)
            {
                if (!lines.TryAdd(line.Version, (name, line)) && !IsSame(lines[line.Version].Line, line))
                    throw new ConfigurationException(
                        $"The manifests in {lines[line.Version].Name} and {name} say different things of {line.Version}. Write "
                        + "one manifest of all: dotnet migrator manifest");
            }
        }

        return new([.. lines.Values.Select(one => one.Line).OrderBy(line => line.Version)],
            embedded.Select(one => one.Value.VersionTable).FirstOrDefault(table => table is not null));
    }

    // The manifest of all says of which assembly a line is, and one of its own does not.
    private static bool IsSame(ManifestMigration one, ManifestMigration other) =>
        one.Name == other.Name && one.Checksum == other.Checksum && one.Transactional == other.Transactional
        && one.Breaking == other.Breaking;
}
