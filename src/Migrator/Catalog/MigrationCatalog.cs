using Migrator.SchemaCheck;

namespace Migrator.Catalog;

/// <summary>What the code has: the migrations in order, and what else decides whether a run has anything to do.</summary>
public sealed class MigrationCatalog
{
    private readonly Dictionary<long, MigrationDescriptor> _byVersion;

    /// <summary>Creates a catalog.</summary>
    /// <param name="migrations">The selected migrations, each version once, in any order.</param>
    /// <param name="otherVersions">Versions that the code has, but tags leave out.</param>
    /// <param name="versionTable">Where the migrations want their versions kept.</param>
    /// <param name="runsWithoutPending">
    /// Whether an <c>up</c> with nothing pending still has work: a chosen profile, or maintenance around the whole run.
    /// </param>
    public MigrationCatalog(
        IEnumerable<MigrationDescriptor> migrations,
        IEnumerable<long>? otherVersions = null,
        VersionTable? versionTable = null,
        bool runsWithoutPending = false)
    {
        Migrations = [.. migrations.OrderBy(migration => migration.Version)];
        _byVersion = Migrations.ToDictionary(migration => migration.Version);
        KnownVersions = [.. _byVersion.Keys, .. otherVersions ?? []];
        VersionTable = versionTable ?? VersionTable.Default;
        RunsWithoutPending = runsWithoutPending;
    }

    /// <summary>The selected migrations, ascending by version.</summary>
    public IReadOnlyList<MigrationDescriptor> Migrations { get; }

    /// <summary>Every version of the code, those that tags leave out included.</summary>
    public IReadOnlyCollection<long> KnownVersions { get; }

    /// <summary>Where the migrations want their versions kept.</summary>
    public VersionTable VersionTable { get; }

    /// <summary>Whether an <c>up</c> with nothing pending still has work to do.</summary>
    public bool RunsWithoutPending { get; }

    /// <summary>The newest version; null for an empty catalog.</summary>
    public long? Latest => Migrations.Count == 0 ? null : Migrations[^1].Version;

    /// <summary>The migration of that version, or null.</summary>
    public MigrationDescriptor? Find(long version) => _byVersion.GetValueOrDefault(version);

    /// <summary>The migrations that a database with these versions should have: all but those that constraints hold back.</summary>
    internal IEnumerable<MigrationDescriptor> Required(IReadOnlyCollection<long> applied) =>
        Migrations.Where(migration => migration.Constraint is null || applied.Contains(migration.Version) || migration.Constraint(applied));
}
