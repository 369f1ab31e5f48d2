using System.Text;

namespace Migrator.SchemaCheck.Tests.Support;

/// <summary>What a build of some application has and needs.</summary>
internal static class Build
{
    /// <summary>A checksum of 64 equal digits.</summary>
    public static string Sum(char digit) => new(digit, 64);

    public static SchemaManifest Manifest(params long[] versions) =>
        new([.. versions.Select(version => new ManifestMigration(version, $"M{version}"))]);

    public static SchemaRequirement Needs(params long[] versions) => SchemaRequirement.Of("Shop", Manifest(versions));

    /// <summary>Needs migrations of these texts; null for an opaque one.</summary>
    public static SchemaRequirement Needs(params (long Version, string? Sum)[] migrations) =>
        SchemaRequirement.Of("Shop",
            new([.. migrations.Select(one => new ManifestMigration(one.Version, $"M{one.Version}", Checksum: one.Sum))]));

    /// <summary>The difference of a database that has just what is needed, to be changed.</summary>
    public static SchemaDifference NoDifference { get; } = new(3, [], [], [], [], null, null);

    public static SchemaManifest Parse(string json) => SchemaManifest.Parse(Encoding.UTF8.GetBytes(json));
}
