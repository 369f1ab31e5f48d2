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

    /// <summary>The message of an error in a migration.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="sql">The statement that it came from: what stands in it is no row's value. Null where it is not
    /// known.</param>
    public static string OfMigration(Exception exception, string? sql) => exception switch
    {
        // Class 42 and 3F name what the statement names; but a row's value may be taken for a name ('the value'::regclass), or be
        // part of dynamic SQL.
        PostgresException
        { SqlState: ['4', '2', ..] or ['3', 'F', ..] } postgres when !IsFromStatement(postgres.MessageText, sql ?? "") =>
            Quoted().Replace(postgres.MessageText, NotShown),
        _ => Of(exception),
    };

    private static bool IsFromStatement(string message, string sql) =>
        Name().Matches(message)
            .All(match => match.Groups[1].Value.Split('.').All(part => sql.Contains(part, StringComparison.OrdinalIgnoreCase)));

    [GeneratedRegex("\".*\"", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    [GeneratedRegex("\"([^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
