using Migrator.SchemaCheck;

namespace Migrator.Planning;

/// <summary>Records of another namespace in the same table, under the numbers of this one's migrations. Pure.</summary>
internal static class OtherStreams
{
    /// <summary>The history without them: what they say was done is not what this namespace has.</summary>
    public static SchemaHistory Without(MigrationCatalog catalog, SchemaHistory history) =>
        history with { Applied = [.. history.Applied.Where(one => Find(catalog, one) is null)] };

    /// <summary>The refusal; null where there are none.</summary>
    public static Refusal? Check(MigrationCatalog catalog, SchemaHistory history) =>
        history.Applied.FirstOrDefault(one => Find(catalog, one) is not null) is not { } applied ? null
        : new(RefusalReason.VersionTable,
            $"{catalog.Find(applied.Version)} is not what the version table has as {applied.Version}: that is "
            + $"{applied.Description}, of the namespace {Find(catalog, applied)!.Namespace}.",
            "Give each namespace a version table of its own: --version-table NAME");

    // The record has the class's name, unless the migration has a description: then nothing can be told.
    private static LeftOutMigration? Find(MigrationCatalog catalog, AppliedMigration applied) =>
        catalog.Find(applied.Version) is { } own && own.Name != applied.Description
            ? catalog.LeftOut.FirstOrDefault(other => other.Namespace is not null
                && other.Migration.Version == applied.Version && other.Migration.Name == applied.Description)
            : null;
}
