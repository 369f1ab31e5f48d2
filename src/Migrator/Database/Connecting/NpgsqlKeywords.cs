using System.Text.RegularExpressions;
using Npgsql;

namespace Migrator.Database.Connecting;

/// <summary>
/// Reads Npgsql's keywords, <c>Host=db;Port=5432;Database=shop</c>, and finds where a semicolon is missing: Npgsql takes all up
/// to the next one for the value, a password included.
/// </summary>
internal static partial class NpgsqlKeywords
{
    private const int MostTypos = 2;
    private const int MostWords = 4;

    private static readonly string[] Usual =
    [
        "Host", "Server", "Port", "Database", "Username", "User Id", "Password", "Passfile", "SSL Mode", "Timeout",
        "Command Timeout", "Pooling", "Search Path", "Options", "Application Name", "Root Certificate",
        "Target Session Attributes",
    ];

    // Other drivers' words for them.
    private static readonly Dictionary<string, string> Foreign = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Data Source"] = "Host",
        ["Initial Catalog"] = "Database",
        ["User"] = "Username",
        ["Pass"] = "Password",
        ["Encrypt"] = "SSL Mode",
        ["Connection Timeout"] = "Timeout",
        ["Connect Timeout"] = "Timeout",
    };

    /// <exception cref="ConfigurationException">It cannot be read, or a semicolon is missing in it.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        NpgsqlConnectionStringBuilder connection;
        try
        {
            connection = new(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException
            or OverflowException or KeyNotFoundException)
        {
            throw Unreadable(Fault(exception));
        }

        HashSet<string> quoted = [.. Quoted().Matches(text).Select(match => Unquote(match.Value))];
        foreach (string keyword in connection.Keys)
        {
            if (connection[keyword] is string { Length: > 0 } value && !quoted.Contains(value)
                && (HoldsKeyword(connection, value) || (IsShown(keyword) && !MayBeName(value))))
                throw Unreadable($" The value of \"{keyword}\" holds =, a quote or a space (not shown): is a semicolon missing? "
                    + "What belongs to it must stand in quotes.");
        }

        return connection;
    }

    private static ConfigurationException Unreadable(string fault) => new(
        $"The connection cannot be read.{fault} Write Npgsql keywords "
        + "(Host=db;Port=5432;Database=shop;Username=migrator;Password=...) "
        + "or a URL (postgres://migrator:...@db:5432/shop).");

    private static bool IsShown(string keyword) => keyword is "Host" or "Database" or "Username";

    private static bool MayBeName(string value) => !value.Any(letter => letter is '=' or ';' or '"' or '\''
        || (char.IsWhiteSpace(letter) && letter != ' ') || char.IsControl(letter))
        // Spaces behind the commas between hosts.
        && !value.Replace(", ", ",", StringComparison.Ordinal).Contains(' ', StringComparison.Ordinal);

    // A word or several before an equals sign that are a keyword, behind a space or line break.
    private static bool HoldsKeyword(NpgsqlConnectionStringBuilder known, string value)
    {
        for (var equals = value.IndexOf('=', StringComparison.Ordinal); equals > 0;
            equals = value.IndexOf('=', equals + 1))
        {
            var words = value[..equals].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            for (var count = 1; count <= Math.Min(MostWords, words.Length - 1); count++)
            {
                // What Options sets has names of the server's own.
                if (words[^(count + 1)] != "-c" && known.ContainsKey(string.Join(' ', words[^count..])))
                    return true;
            }
        }

        return false;
    }

    // Npgsql's own message may quote the text around the fault, and with it a secret; and what it takes for a keyword may be the
    // rest of a password with a semicolon. So only the keyword that is likely meant is named.
    private static string Fault(Exception exception) => exception switch
    {
        ArgumentException { ParamName: { Length: > 0 } name, InnerException: KeyNotFoundException } => Meant(name) is { } meant
            ? $" A keyword is not known: is \"{meant}\" meant?"
            : " A keyword is not known (not shown: a value with a semicolon must stand in quotes).",
        ArgumentException { ParamName: { Length: > 0 } name } => $" The value of \"{name}\" does not fit.",
        // A keyword without a value; which one, Npgsql does not say.
        KeyNotFoundException => " A keyword is not known (not shown: a value with a semicolon must stand in quotes).",
        _ => "",
    };

    private static string? Meant(string name) => Foreign.GetValueOrDefault(name) ?? LibpqOptions.KeywordOf(name)
        ?? Likeness.Typo(name, Usual, MostTypos);

    private static string Unquote(string match)
    {
        var quoted = match[1..].Trim().TrimEnd(';').Trim();
        return quoted[1..^1].Replace($"{quoted[0]}{quoted[0]}", $"{quoted[0]}", StringComparison.Ordinal);
    }

    [GeneratedRegex("""=\s*("([^"]|"")*"|'([^']|'')*')\s*(;|\z)""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
