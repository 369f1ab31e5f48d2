using Migrator.Catalog.Manifest;
using Migrator.SchemaCheck;

namespace Migrator;

/// <summary>A manifest as it should be, made from the migrations.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Opaque">The versions without a checksum, and why they have none.</param>
public sealed record BuiltManifest(SchemaManifest Manifest, IReadOnlyDictionary<long, string> Opaque)
{
    /// <summary>The versions that can never run, such as one whose script is not embedded, and why: not to be written
    /// down.</summary>
    public IReadOnlyDictionary<long, string> Invalid { get; init; } = new Dictionary<long, string>();

    /// <summary>What is worth knowing of the migrations, a sentence each: which classes are passed over.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The checksums that the texts of opaque migrations have just now, of those that are opaque for what their code asks
    /// for.</summary>
    internal IReadOnlyDictionary<long, string> Texts { get; init; } = new Dictionary<long, string>();

    /// <summary>
    /// The same, but what a committed manifest knows stays known: it may be older than the look at what a migration's code asks for,
    /// and right as long as its text is the same.
    /// </summary>
    /// <param name="committed">What is committed.</param>
    public BuiltManifest Keeping(SchemaManifest committed)
    {
        ArgumentNullException.ThrowIfNull(committed);
        var kept = committed.Migrations
            .Where(one => one.Checksum is { } checksum && Texts.GetValueOrDefault(one.Version) == checksum)
            .ToDictionary(one => one.Version, one => one.Checksum);
        return kept.Count == 0 ? this : this with
        {
            Manifest = Manifest with
            {
                Migrations = [.. Manifest.Migrations.Select(one =>
                    kept.TryGetValue(one.Version, out var checksum) ? one with { Checksum = checksum } : one)],
            },
            Opaque = Opaque.Where(one => !kept.ContainsKey(one.Key)).ToDictionary(),
        };
    }

    /// <summary>The file's text, UTF-8 with line feeds.</summary>
    public string Text => ManifestWriter.Write(Manifest);

    /// <summary>The same as it was written before it said what wrote the SQL, where that means the same; else null.</summary>
    public string? TextWithoutGenerator =>
        GeneratorRecord.AreSame(Manifest.Generator, null) ? ManifestWriter.Write(Manifest with { Generator = null }) : null;
}
