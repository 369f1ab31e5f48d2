using System.Text.RegularExpressions;
using Npgsql;

namespace Migrator.Errors;

/// <summary>An error's message as it may be shown: without the values that the server quotes from rows.</summary>
internal static partial class ServerMessage
{
    private const string NotShown = "(value not shown)";

    /// <summary>The message of an error in a statement of ours.</summary>
    public static string Of(Exception exception) => exception switch
    {
        // Class 22: invalid input syntax for type integer: "the value"; value "the value" is out of range for type integer.
        PostgresException { SqlState: ['2', '2', ..] } postgres => Quoted().Replace(postgres.MessageText, NotShown),
        PostgresException postgres => postgres.MessageText,
        NpgsqlException { InnerException: { } inner } npgsql => $"{npgsql.Message.TrimEnd('.')}: {inner.Message}",
        _ => exception.Message,
    };

    /// <summary>
    /// The message of an error in a migration. The name of a table, a column, a function is shown; a value that was taken for one
    /// ('the value'::regclass), or became a part of dynamic SQL, is not.
    /// </summary>
    /// <param name="exception">The error.</param>
    /// <param name="sql">The statement that it came from: what stands in it is no row's value. Null where it is not
    /// known.</param>
    public static string OfMigration(Exception exception, string? sql) => exception switch
    {
        PostgresException { SqlState: ['4', '2', ..] or ['3', 'F', ..] } postgres
            when !Names(postgres.MessageText).All(name => IsIn(sql, name) || IsOfAnObject(postgres, name)) =>
            Quoted().Replace(postgres.MessageText, NotShown),
        _ => Of(exception),
    };

    /// <summary>The text of a notice or warning from a migration: by the rule of its errors.</summary>
    public static string Of(PostgresNotice notice) => OfMigration(
        new PostgresException(notice.MessageText, notice.Severity, notice.InvariantSeverity, notice.SqlState,
            where: notice.Where), null);

    private static IEnumerable<string> Names(string message) => Name().Matches(message).Select(match => match.Groups[1].Value);

    private static bool IsIn(string? sql, string name) =>
        sql is not null && name.Split('.').All(part => sql.Contains(part, StringComparison.OrdinalIgnoreCase));

    // Of a statement that is not known: one that code of the migration sent, or that a function runs.
    private static bool IsOfAnObject(PostgresException error, string name)
    {
        // The parser points at a name that stands in a text; what is looked up by its value has no place in one.
        var isWritten = (error.Position > 0 || error.InternalPosition > 0) && !IsDynamic(error);
        return error.SqlState switch
        {
            PostgresErrorCodes.SyntaxError => false,
            PostgresErrorCodes.UndefinedTable when isWritten => true,
            // A value without its quotes reads as a column.
            PostgresErrorCodes.UndefinedColumn => isWritten && Plain().IsMatch(name),
            _ => Plain().IsMatch(name),
        };
    }

    // The context of an error in PL/pgSQL names the kind of statement, untranslated.
    private static bool IsDynamic(PostgresException error) => error.Where?.Contains("EXECUTE", StringComparison.Ordinal) == true;

    [GeneratedRegex("\".*\"", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    [GeneratedRegex("\"([^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[\p{L}_][\p{L}\p{Nd}_$]*(\.[\p{L}_][\p{L}\p{Nd}_$]*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
