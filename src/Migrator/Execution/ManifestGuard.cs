using Migrator.Catalog;
using Migrator.Planning;

namespace Migrator.Execution;

/// <summary>
/// Whether the manifest tells what will be applied. The application is built with it: were it stale, the application would refuse the
/// very schema that this run makes.
/// </summary>
internal static class ManifestGuard
{
    /// <summary>The refusal, or null.</summary>
    public static Refusal? Check(MigrationCatalog catalog, Plan plan, FluentMigratorHost host)
    {
        if (catalog.Manifest is not { } manifest || plan.Direction == Direction.Down)
            return null;

        var listed = manifest.Migrations.ToDictionary(migration => migration.Version);
        string[] stale =
        [
            .. plan.Steps.Where(step => !listed.ContainsKey(step.Version)).Select(step => $"{step} is not in it"),
            .. plan.Steps.Where(step => listed.TryGetValue(step.Version, out var line) && line.Checksum is { } checksum
                    && host.Checksum(step.Version) is { } now && checksum != now)
                .Select(step => $"{step} was edited since"),
        ];
        return stale.Length == 0 ? null : new(RefusalReason.StaleManifest,
            $"The manifest is stale: {string.Join(", ", stale.Take(3))}{(stale.Length > 3 ? $" and {stale.Length - 3} more" : "")}. "
            + "An application that is built with it would not accept the schema that this run makes.",
            "dotnet migrator manifest, commit it, and build again. In CI: dotnet migrator manifest --check");
    }
}
