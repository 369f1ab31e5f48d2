namespace Migrator.SchemaCheck;

/// <summary>A migration that runs outside a transaction, began, and did not finish: it may be half there.</summary>
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
