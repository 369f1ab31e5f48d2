using System.Text.RegularExpressions;
using Npgsql;

namespace Migrator.Database.Connecting;

/// <summary>
/// Reads libpq's keyword form, <c>host=db port=5432 dbname=shop user=migrator</c>, into Npgsql's keywords. It differs from those by
/// its spaces, where they have semicolons.
/// </summary>
internal static partial class LibpqKeywords
{
    private const string Subject = "connection";

    private static readonly NpgsqlConnectionStringBuilder Npgsqls = [];

    /// <summary>Reads it; null if it is no such text.</summary>
    /// <exception cref="ConfigurationException">It has an option that is not known, or a value that does not fit.</exception>
    public static NpgsqlConnectionStringBuilder? TryParse(string text)
    {
        var pairs = Pair().Matches(text);
        if (pairs.Count == 0 || pairs[^1] is var last && last.Index + last.Length != text.Length
            || pairs.Any(pair => !LibpqOptions.IsName(pair.Groups["name"].Value))
            // One pair alone may be Npgsql's; and a semicolon outside quotes is.
            || (pairs.Count == 1 && Npgsqls.ContainsKey(pairs[0].Groups["name"].Value))
            || pairs.Any(pair => pair.Groups["plain"].Value.Contains(';', StringComparison.Ordinal)))
            return null;

        var options = new LibpqOptions(Subject);
        foreach (Match pair in pairs)
        {
            var (name, plain) = (pair.Groups["name"].Value, pair.Groups["plain"]);
            if (LibpqOptions.IsShown(name) && plain.Success && plain.Value.Contains('=', StringComparison.Ordinal))
                throw new ConfigurationException($"The connection's {name} holds =. If it belongs to the name, quote it: "
                    + $"{name}='...'.");

            options.Set(name, Escape().Replace(plain.Success ? plain.Value : pair.Groups["quoted"].Value, "$1"));
        }

        options.SetHosts();
        return options.Connection;
    }

    [GeneratedRegex(@"\G\s*(?<name>[A-Za-z_]+)\s*=\s*('(?<quoted>([^'\\]|\\.)*)'|(?<plain>([^\s'\\]|\\.)*))(?=\s|\z)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Pair();

    [GeneratedRegex(@"\\(.)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Escape();
}
