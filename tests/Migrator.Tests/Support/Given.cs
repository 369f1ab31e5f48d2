using System.Globalization;
using Migrator.Planning;
using Migrator.SchemaCheck;

namespace Migrator.Tests.Support;

/// <summary>Catalogs, histories and plan results in a line each, for tables of cases.</summary>
internal static class Given
{
    /// <summary><c>"10 20! 30:AddUsers"</c>: versions; <c>!</c> is breaking; a name after the colon, else <c>M10</c>.</summary>
    public static MigrationCatalog Catalog(string migrations, params long[] otherVersions) =>
        new(migrations.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Migration), otherVersions);

    /// <summary><c>"10 20"</c>: applied versions; none at all is a virgin database.</summary>
    public static SchemaHistory History(string applied, params DirtyMigration[] dirty)
    {
        var versions = Versions(applied);
        return versions.Length == 0 && dirty.Length == 0
            ? SchemaHistory.Empty
            : new(true, [.. versions.Select(version => new AppliedMigration(version, null, null, null))], dirty, null);
    }

    public static long[] Versions(string versions) =>
        [.. versions.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(version => long.Parse(version, CultureInfo.InvariantCulture))];

    public static Target Target(string text)
    {
        Assert.True(Migrator.Target.TryParse(text, out var target), text);
        return target;
    }

    /// <summary>The versions of the steps in their order, or the reason of the refusal.</summary>
    public static string Brief(PlanResult result) =>
        result.Refusal?.Reason.ToString() ?? string.Join(' ', result.Plan!.Steps.Select(step => step.Version));

    private static MigrationDescriptor Migration(string text)
    {
        var parts = text.Split(':');
        var version = long.Parse(parts[0].TrimEnd('!'), CultureInfo.InvariantCulture);
        return new(version, parts.Length > 1 ? parts[1] : $"M{version}", Transactional: true, Breaking: parts[0].EndsWith('!'));
    }
}
