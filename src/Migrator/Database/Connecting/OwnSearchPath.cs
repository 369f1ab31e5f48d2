using System.Text.RegularExpressions;
using Npgsql;

namespace Migrator.Database.Connecting;

/// <summary>
/// A search path in the connection. A run has its own, of its schema; whoever says another one there believes that his tables
/// will lie in it.
/// </summary>
internal static partial class OwnSearchPath
{
    /// <summary>Refuses one that leads elsewhere than the run's.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="schema">The run's schema.</param>
    /// <param name="environment">The variables.</param>
    /// <exception cref="ConfigurationException">It leads elsewhere. No message repeats it.</exception>
    public static void Verify(NpgsqlConnectionStringBuilder connection, string schema, Func<string, string?> environment)
    {
        var (path, where) = string.IsNullOrWhiteSpace(connection.SearchPath)
            ? string.IsNullOrEmpty(connection.Options) ? (InOptions(environment("PGOPTIONS")), "PGOPTIONS")
                : (InOptions(connection.Options), "its Options")
            : (connection.SearchPath, "its Search Path");
        if (path is null || First(path) == schema)
            return;

        throw new ConfigurationException(
            $"The connection says by {where} where names without a schema belong, and it is not where a "
            + $"run looks: the schema of the version table and of all such names is \"{schema}\". Say it by --schema NAME, and take it "
            + "out of the connection.");
    }

    private static string? InOptions(string? options) =>
        options is null || Setting().Matches(options) is not [.., var last] ? null
            : Escaped().Replace(last.Groups[1].Value, "$1");

    private static string First(string path)
    {
        var first = path.Split(',')[0].Trim();
        return first is ['"', .., '"'] ? first[1..^1] : first.ToLowerInvariant();
    }

    // The server takes -c name=value, -cname=value and --name=value, with - for _; a blank in a value has a backslash before it.
    [GeneratedRegex(@"(?:^|\s)(?:-c\s*|--)search[_-]path=((?:\\.|[^\\\s])*)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Setting();

    [GeneratedRegex(@"\\(.)", RegexOptions.CultureInvariant)]
    private static partial Regex Escaped();
}
