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

    /// <summary>The file's text, UTF-8 with line feeds.</summary>
    public string Text => ManifestWriter.Write(Manifest);

    /// <summary>The same as it was written before it said what wrote the SQL, where that means the same; else null.</summary>
    public string? TextWithoutGenerator =>
        GeneratorRecord.AreSame(Manifest.Generator, null) ? ManifestWriter.Write(Manifest with { Generator = null }) : null;
}
