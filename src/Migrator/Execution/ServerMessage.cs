using System.Text.RegularExpressions;
using Npgsql;

namespace Migrator.Execution;

/// <summary>An error's message as it may be shown: without the values that the server quotes from rows.</summary>
internal static partial class ServerMessage
{
    public static string Of(Exception exception) => exception switch
    {
        // Class 22: invalid input syntax for type integer: "the value"; value "the value" is out of range for type integer.
        PostgresException { SqlState: ['2', '2', ..] } postgres => Quoted().Replace(postgres.MessageText, "(value not shown)"),
        PostgresException postgres => postgres.MessageText,
        NpgsqlException { InnerException: { } inner } npgsql => $"{npgsql.Message.TrimEnd('.')}: {inner.Message}",
        _ => exception.Message,
    };

    [GeneratedRegex("\".*\"", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
