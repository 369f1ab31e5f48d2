namespace Migrator.SchemaCheck;

/// <summary>What a build needs of a database: its migrations, less those that tags, constraints or a target leave out.</summary>
public sealed class SchemaRequirement
{
    internal const int ComparedDigits = 16;

    private readonly Dictionary<long, ManifestMigration> _byVersion;

    private SchemaRequirement(string name, IReadOnlyList<ManifestMigration> known, IReadOnlyList<ManifestMigration> required)
    {
        Name = name;
        Known = known;
        Required = required;
        _byVersion = known.ToDictionary(migration => migration.Version);
        RequiredVersions = [.. required.Select(migration => migration.Version)];
        KnownVersions = [.. known.Select(migration => migration.Version)];
        Checksums = [.. known.Select(migration => migration.Checksum?[..ComparedDigits])];
    }

    /// <summary>Who needs it, for messages.</summary>
    public string Name { get; }

    // Made once: the question is asked again and again while one waits.
    internal long[] RequiredVersions { get; }

    internal long[] KnownVersions { get; }

    // As many hexadecimal digits as are compared: 64 bits tell an edit, at a quarter of the bytes to send.
    internal string?[] Checksums { get; }

    /// <summary>What wrote the SQL that the checksums are of.</summary>
    internal string Generator { get; private init; } = GeneratorRecord.First;

    /// <summary>Every migration of the build, ascending.</summary>
    public IReadOnlyList<ManifestMigration> Known { get; }

    /// <summary>Those that must be applied, ascending.</summary>
    public IReadOnlyList<ManifestMigration> Required { get; }

    /// <summary>The newest one that must be applied; null if none must.</summary>
    public long? Newest => Required.Count == 0 ? null : Required[^1].Version;

    /// <summary>What a manifest says that must be there.</summary>
    /// <param name="name">Who needs it, for messages.</param>
    /// <param name="manifest">The build's migrations.</param>
    /// <param name="tags">The tags that the deploy step runs with; null for none.</param>
    /// <param name="target">The newest version that must be there; null for all.</param>
    public static SchemaRequirement Of(string name, SchemaManifest manifest, IReadOnlyCollection<string>? tags = null,
        long? target = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return new(name, manifest.Migrations, [.. manifest.Migrations.Where(migration =>
            !migration.Conditional && migration.IsChosenBy(tags ?? []) && !(migration.Version > target))])
        {
            Generator = GeneratorRecord.Of(manifest.Generator),
        };
    }

    /// <summary>The migration of that version, or null.</summary>
    public ManifestMigration? Find(long version) => _byVersion.GetValueOrDefault(version);
}
