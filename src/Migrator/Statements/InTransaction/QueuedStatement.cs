namespace Migrator.Statements.InTransaction;

/// <summary>A statement of a transactional migration that waits to be sent with the next ones.</summary>
/// <param name="Number">Its number within the migration, from 1.</param>
/// <param name="Sql">The SQL.</param>
internal sealed record QueuedStatement(int Number, string Sql);
