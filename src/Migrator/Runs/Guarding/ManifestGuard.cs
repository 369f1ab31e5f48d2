using Migrator.Catalog.Generators;
using Migrator.SchemaCheck;

namespace Migrator.Runs.Guarding;

/// <summary>
/// Whether the manifest tells what will be applied. The application is built with it: were it stale, the application would refuse
/// the very schema that this run makes.
/// </summary>
internal static class ManifestGuard
{
    /// <summary>The refusal, or null.</summary>
    /// <param name="catalog">The code's migrations, and its manifest.</param>
    /// <param name="plan">What will be applied.</param>
    /// <param name="generator">What writes the SQL.</param>
    /// <param name="checksum">The checksum of a migration as it is now; null where it cannot be known.</param>
    public static Refusal? Check(MigrationCatalog catalog, Plan plan, string generator, Func<long, string?> checksum)
    {
        if (catalog.Manifest is not { } manifest || plan.Direction == Direction.Down)
            return null;

        if (GeneratorChange.Of(manifest.Generator, generator) is { } change)
            return new(RefusalReason.StaleManifest,
                $"The manifest has what {GeneratorRecord.Of(manifest.Generator)} writes, and this run writes with {generator}. {change}",
                "Choose the one that the manifest has; or, to change over, write it anew with the one of this run, and commit it: dotnet "
                + "migrator manifest");

        var listed = manifest.Migrations.ToDictionary(migration => migration.Version);
        string[] stale =
        [
            .. plan.Steps.Where(step => !listed.ContainsKey(step.Version)).Select(step => $"{step} is not in it"),
            .. plan.Steps.Where(step => listed.TryGetValue(step.Version, out var line) && line.Checksum is { } committed
                    && checksum(step.Version) is { } now && committed != now)
                .Select(step => $"{step} was edited since"),
        ];
        return stale.Length == 0 ? null : new(RefusalReason.StaleManifest,
            $"The manifest is stale: {string.Join(", ", stale.Take(3))}{(stale.Length > 3 ? $" and {stale.Length - 3} more" : "")}. "
            + "An application that is built with it would not accept the schema that this run makes.",
            "dotnet migrator manifest, commit it, and build again. In CI: dotnet migrator manifest --check");
    }
}
