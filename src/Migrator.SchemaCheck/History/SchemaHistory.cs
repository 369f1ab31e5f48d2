namespace Migrator.SchemaCheck;

/// <summary>What a database says of itself: applied versions, unfinished ones, and the floor.</summary>
/// <param name="Exists">Whether there is a version table. A virgin database has none.</param>
/// <param name="Applied">The applied migrations, ascending by version, each once.</param>
/// <param name="Dirty">Non-transactional migrations that began and did not finish.</param>
/// <param name="Floor">
/// The newest applied breaking migration: a build that does not know it no longer works. Null if there is none.
/// </param>
public sealed record SchemaHistory(
    bool Exists, IReadOnlyList<AppliedMigration> Applied, IReadOnlyList<DirtyMigration> Dirty, long? Floor)
{
    /// <summary>A database that was never migrated.</summary>
    public static SchemaHistory Empty { get; } = new(false, [], [], null);

    /// <summary>The newest applied version; null on a virgin database.</summary>
    public long? Current => Applied.Count == 0 ? null : Applied[^1].Version;
}
