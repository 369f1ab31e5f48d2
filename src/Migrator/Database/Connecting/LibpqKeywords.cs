using System.Text.RegularExpressions;

namespace Migrator.Database.Connecting;

/// <summary>
/// libpq's keyword form, <c>host=db port=5432 dbname=shop user=migrator</c>. It is told and not read: its names and Npgsql's are
/// partly the same, and where one form is taken for the other, a password becomes a part of a name.
/// </summary>
internal static partial class LibpqKeywords
{
    /// <summary>How to write it here, in its own order; null where it is none.</summary>
    /// <param name="text">The connection.</param>
    /// <exception cref="ConfigurationException">It names a service.</exception>
    public static string? Tell(string text)
    {
        // The first pair may be Npgsql's; and a semicolon outside quotes is.
        string[] names = [.. Pair().Matches(text)
            .TakeWhile(pair => !pair.Groups["plain"].Value.Contains(';', StringComparison.Ordinal))
            .Select(pair => pair.Groups["name"].Value).TakeWhile(LibpqOptions.IsName)];
        if (names.Any(name => name is "service" or "servicefile"))
            return "The connection cannot be read: it names a service, and service files are not read. "
                + "Write out what stands in it.";
        if (names.Length == 0 || (names.Length == 1 && !IsOnlyLibpqs(names[0])))
            return null;

        return "The connection cannot be read: it is written in libpq's keywords. Write Npgsql's, with semicolons: "
            + string.Join(';', names.Select(LibpqOptions.KeywordOf).Where(keyword => keyword is not null).Distinct()
                .Select(keyword => $"{keyword}=...")) + ". Or a URL: postgres://migrator:...@db:5432/shop.";
    }

    private static bool IsOnlyLibpqs(string name) => name is "dbname" or "hostaddr" or "user";

    [GeneratedRegex(@"\G\s*(?<name>[A-Za-z_]+)\s*=\s*('([^'\\]|\\.)*'|(?<plain>([^\s'\\]|\\.)*))(?=\s|\z)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Pair();
}
