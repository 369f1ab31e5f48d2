using Migrator.Catalog;
using Migrator.SchemaCheck;

namespace Migrator;

/// <summary>What the code has: the migrations in order, and what else decides whether a run has anything to do.</summary>
public sealed class MigrationCatalog
{
    private readonly Dictionary<long, MigrationDescriptor> _byVersion;

    /// <summary>Creates a catalog.</summary>
    /// <param name="migrations">The selected migrations, each version once, in any order.</param>
    /// <param name="otherVersions">Versions that the code has, but tags or a namespace leave out.</param>
    /// <param name="versionTable">Where the migrations want their versions kept.</param>
    /// <param name="runsWithoutPending">
    /// Whether an <c>up</c> with nothing pending still has work: a chosen profile, or maintenance around the whole run.
    /// </param>
    /// <param name="manifest">The committed manifest; null if there is none.</param>
    public MigrationCatalog(
        IEnumerable<MigrationDescriptor> migrations,
        IEnumerable<long>? otherVersions = null,
        VersionTable? versionTable = null,
        bool runsWithoutPending = false,
        SchemaManifest? manifest = null)
    {
        Migrations = [.. migrations.OrderBy(migration => migration.Version)];
        _byVersion = Migrations.ToDictionary(migration => migration.Version);
        KnownVersions = [.. _byVersion.Keys, .. otherVersions ?? []];
        VersionTable = versionTable ?? VersionTable.Default;
        RunsWithoutPending = runsWithoutPending;
        Manifest = manifest;
        Checksums = (manifest?.Migrations ?? []).Where(one => one.Checksum is not null)
            .ToDictionary(one => one.Version, one => one.Checksum!);
    }

    /// <summary>The selected migrations, ascending by version.</summary>
    public IReadOnlyList<MigrationDescriptor> Migrations { get; }

    /// <summary>Every version of the code, those that tags or a namespace leave out included.</summary>
    public IReadOnlyCollection<long> KnownVersions { get; }

    /// <summary>The migrations that tags or a namespace leave out, ascending by version, as far as more is known of them than the
    /// version.</summary>
    public IReadOnlyList<LeftOutMigration> LeftOut { get; init; } = [];

    /// <summary>What is worth knowing of the code, a sentence each: tags that no migration has, classes that are passed
    /// over.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Where the migrations want their versions kept.</summary>
    public VersionTable VersionTable { get; }

    /// <summary>Whether an <c>up</c> with nothing pending still has work to do.</summary>
    public bool RunsWithoutPending { get; }

    /// <summary>The committed manifest; null if there is none.</summary>
    public SchemaManifest? Manifest { get; }

    /// <summary>The checksums that the manifest has.</summary>
    public IReadOnlyDictionary<long, string> Checksums { get; }

    /// <summary>Whether it is what a manifest says, which may be older than the code in all but the versions.</summary>
    public bool IsOfManifest { get; private init; }

    /// <summary>Tags, profile and namespace that it was made with.</summary>
    internal MigrationSelection Selection { get; init; } = MigrationSelection.Default;

    /// <summary>The newest version; null for an empty catalog.</summary>
    public long? Latest => Migrations.Count == 0 ? null : Migrations[^1].Version;

    /// <summary>What a manifest alone tells of the code.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="tags">The tags that the deploy step runs with.</param>
    public static MigrationCatalog Of(SchemaManifest manifest, IReadOnlyCollection<string> tags)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var chosen = manifest.Migrations.ToLookup(migration => migration.IsChosenBy(tags));
        return new(
            chosen[true]
                .Select(one => new MigrationDescriptor(one.Version, one.Name, one.Transactional, one.Breaking)
                { IsConditional = one.Conditional, Assembly = one.Assembly }),
            chosen[false].Select(one => one.Version),
            (manifest.VersionTable ?? VersionTable.Default) with { Schema = manifest.VersionTable?.Schema ?? "" },
            manifest: manifest)
        {
            IsOfManifest = true,
            LeftOut = [.. chosen[false].Select(one => new LeftOutMigration(
                new(one.Version, one.Name, one.Transactional, one.Breaking)
                { IsConditional = one.Conditional, Assembly = one.Assembly },
                [.. one.AllTags.Union(one.AnyTags).Order(StringComparer.Ordinal)]))],
            Notes = [.. TagText.Unknown(tags, manifest.Migrations.SelectMany(one => one.AllTags.Concat(one.AnyTags)))],
        };
    }

    /// <summary>What must be applied for a database to be at <paramref name="newest"/>; null for all.</summary>
    /// <param name="name">Who needs it, for messages.</param>
    /// <param name="newest">The newest version that must be there; null for all.</param>
    internal SchemaRequirement Requirement(string name, long? newest = null) =>
        SchemaRequirement.Of(name, new([.. Migrations.Select(one => Line(one, one.IsConditional)),
            .. KnownVersions.Except(_byVersion.Keys)
            .Select(version => Line(new(version, $"{version}", true, false), conditional: true))])
        { Generator = Manifest?.Generator }, target: newest);

    private ManifestMigration Line(MigrationDescriptor migration, bool conditional) =>
        new(migration.Version, migration.Name, migration.Transactional, migration.Breaking,
            Checksums.GetValueOrDefault(migration.Version))
        { Conditional = conditional, Assembly = migration.Assembly };

    /// <summary>The migration of that version, or null.</summary>
    public MigrationDescriptor? Find(long version) => _byVersion.GetValueOrDefault(version);

    /// <summary>The migrations that a database with these versions should have: all but those that constraints hold
    /// back.</summary>
    internal IEnumerable<MigrationDescriptor> Required(IReadOnlyCollection<long> applied) =>
        Migrations.Where(migration => migration.Constraint is null || applied.Contains(migration.Version)
            || migration.Constraint(applied));
}
