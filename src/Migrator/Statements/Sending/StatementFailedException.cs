namespace Migrator.Statements.Sending;

/// <summary>A statement of a migration failed. The text is kept apart from the message: it is shown only when asked
/// for.</summary>
internal sealed class StatementFailedException(int number, string? sql, Exception inner) : Exception(inner.Message, inner)
{
    /// <summary>The number of the statement within its migration, from 1.</summary>
    public int Number { get; } = number;

    /// <summary>The SQL; null for a migration's own code.</summary>
    public string? Sql { get; } = sql;
}
