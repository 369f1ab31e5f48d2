using Migrator.Errors;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Statements.Sending;

/// <summary>A migration took away, or changed, where it is to be recorded.</summary>
internal sealed class RecordFailedException(string message, PostgresException inner) : Exception(message, inner)
{
    public const string Next =
        "leave the version table and its journal alone, or keep them elsewhere: --version-table-schema. A script of pg_dump "
        + "--clean drops them with their schema.";

    /// <summary>The server's code.</summary>
    public string SqlState { get; } = inner.SqlState;

    /// <summary>Whether an error in a statement of ours is the migration's doing: it was not so before.</summary>
    public static bool Is(PostgresException exception) => exception.SqlState is ['4', '2', ..] or ['3', 'F', ..]
        or PostgresErrorCodes.ObjectNotInPrerequisiteState or PostgresErrorCodes.NotNullViolation;

    /// <summary>The error in words.</summary>
    public static RecordFailedException Of(PostgresException exception, VersionTable table)
    {
        var what = exception.MessageText.Contains(table.JournalName, StringComparison.Ordinal)
            ? $"the journal {table.Schema}.{table.JournalName}" : $"the version table {table.Schema}.{table.Name}";
        return new(exception.SqlState switch
        {
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName =>
                $"the migration removed {what}, or gave it another name",
            _ => $"the migration changed {what}, so that it cannot be recorded: {ServerMessage.Of(exception)}",
        }, exception);
    }
}
