namespace Migrator.SchemaCheck;

/// <summary>A migration that runs outside a transaction, began, and did not finish: it may be half there.</summary>
/// <param name="Version">The migration's version.</param>
/// <param name="Name">Its name when it began.</param>
/// <param name="Direction"><c>up</c> or <c>down</c>.</param>
/// <param name="StartedAt">When it began, by the server's clock.</param>
/// <param name="Run">The run that began it.</param>
/// <param name="Statement">The number of the statement at which it is known to have stopped, from 1; null if it was killed.</param>
public sealed record DirtyMigration(
    long Version, string Name, string Direction, DateTimeOffset StartedAt, string Run, int? Statement);
