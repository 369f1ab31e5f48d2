namespace Migrator.SchemaCheck;

/// <summary>What a database says of itself: applied versions, unfinished ones, and the floor.</summary>
/// <param name="Exists">Whether there is a version table. A virgin database has none.</param>
/// <param name="Applied">The applied migrations, ascending by version, each once.</param>
/// <param name="Dirty">Migrations that began and did not finish.</param>
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

/// <summary>A version that the database has.</summary>
/// <param name="Version">The migration's version.</param>
/// <param name="Description">What the version table says of it, if anything.</param>
/// <param name="AppliedAt">When, by the server's clock, in UTC; null where the table has no such column or value.</param>
/// <param name="Duration">How long it took; null where the journal does not know it (applied by another tool).</param>
/// <param name="Checksum">The checksum of what was applied; null where the journal does not know it, or nobody could.</param>
public sealed record AppliedMigration(
    long Version, string? Description, DateTimeOffset? AppliedAt, TimeSpan? Duration, string? Checksum = null)
{
    /// <summary>What wrote the SQL that was applied, such as <c>FluentMigrator 8 Postgres15_0</c>; null where the journal does not
    /// say.</summary>
    public string? Generator { get; init; }
}

/// <summary>A migration that began and did not finish, and may be half there: it runs outside a transaction, or ended the one
/// that it ran in.</summary>
/// <param name="Version">The migration's version.</param>
/// <param name="Name">Its name when it began.</param>
/// <param name="Direction"><c>up</c> or <c>down</c>.</param>
/// <param name="StartedAt">When it began, by the server's clock.</param>
/// <param name="Run">The run that began it.</param>
/// <param name="Statement">The number of the statement at which it is known to have stopped, from 1; null if it was
/// killed.</param>
/// <param name="StatementsDone">How many of its statements are known to be done; null where the journal does not tell.</param>
/// <param name="DoneHash">A hash over the texts of those; null if none is done.</param>
/// <param name="BegunHash">A hash over the texts up to a statement that was begun and may have left something; null if there is
/// none.</param>
public sealed record DirtyMigration(
    long Version, string Name, string Direction, DateTimeOffset StartedAt, string Run, int? Statement, int? StatementsDone = null,
    string? DoneHash = null, string? BegunHash = null);
