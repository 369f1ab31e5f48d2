namespace Migrator.SchemaCheck;

/// <summary>What a build needs of a database: its migrations, less those that tags, constraints or a target leave out.</summary>
public sealed class SchemaRequirement
{
    private readonly Dictionary<long, ManifestMigration> _byVersion;

    private SchemaRequirement(string name, IReadOnlyList<ManifestMigration> known, IReadOnlyList<ManifestMigration> required)
    {
        Name = name;
        Known = known;
        Required = required;
        _byVersion = known.ToDictionary(migration => migration.Version);
    }

    /// <summary>Who needs it, for messages.</summary>
    public string Name { get; }

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
    public static SchemaRequirement Of(string name, SchemaManifest manifest, IReadOnlyCollection<string>? tags = null, long? target = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return new(name, manifest.Migrations, [.. manifest.Migrations.Where(migration =>
            !migration.Conditional && migration.IsChosenBy(tags ?? []) && !(migration.Version > target))]);
    }

    /// <summary>The migration of that version, or null.</summary>
    public ManifestMigration? Find(long version) => _byVersion.GetValueOrDefault(version);
}
