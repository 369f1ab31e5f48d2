using System.Text.RegularExpressions;
using Npgsql;

namespace Migrator.Database.Connecting;

/// <summary>
/// Reads libpq's URL form, <c>postgres://user:password@host:port/database?option=value</c>, into Npgsql's keywords.
/// No message repeats a value: any of them may be a secret.
/// </summary>
internal static partial class PostgresUrl
{
    // Where they stand in a name, they end it, and what follows may be a password.
    private const string Separators = "=&;?#\"'<>|\\^`{}";

    public static bool Is(string connection) =>
        connection.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || connection.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ConfigurationException">It is no such URL, or has an option that is not known.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string url)
    {
        var options = new LibpqOptions();
        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var (beforeQuery, query) = Cut(rest, '?');
        var (authority, path) = Cut(beforeQuery, '/');
        // Without its %2F or %3F a password ends the address early, and the rest of it would be taken, and shown, for a name.
        if (path.Contains('@', StringComparison.Ordinal) || HoldsAddress(authority, query))
            throw new ConfigurationException(
                "The connection URL has an @ behind its address. Write / ? and @ in a password, name or value as %2F, %3F and %40.");
        if (query.Contains('?', StringComparison.Ordinal))
            throw new ConfigurationException(
                "The connection URL has a second ?. Options are separated by &; write ? in a password or value as %3F.");

        if (OptionBehindSpace().IsMatch(authority))
            throw new ConfigurationException("The connection URL has a space and an option in its address. Options begin with ? "
                + "behind the database's name, and are separated by &; write a space in a password as %20.");

        // The last @: a careless password may hold one.
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], ':');
            if (user.Contains('@', StringComparison.Ordinal))
                throw new ConfigurationException("The connection URL has an @ in its user: is the : before the password missing? "
                    + "If it belongs to the name, write it as %40.");
            Set(options, "user", user);
            if (password.Length > 0)
                Set(options, "password", password);
        }

        SetAddress(options, authority[(at + 1)..]);
        if (path.Length > 0)
            Set(options, "dbname", path);

        foreach (var option in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(option, '=');
            Set(options, Decode(name), value);
        }

        options.SetHosts();
        return options.Connection;
    }

    // An @ in an option's value is a value's, unless the address lacks the one that it should have; in a name it is a password's.
    private static bool HoldsAddress(string authority, string query) =>
        query.Split('&').Any(option => Cut(option, '=').Before.Contains('@', StringComparison.Ordinal))
        || (authority.Length > 0 && !authority.Contains('@', StringComparison.Ordinal)
            && query.Contains('@', StringComparison.Ordinal));

    private static void SetAddress(LibpqOptions options, string address)
    {
        if (address.Length == 0)
            return;
        if (address.Contains(',', StringComparison.Ordinal))
        {
            Set(options, "host", address);
            return;
        }

        // [::1]:5432 or host:5432
        var bracket = address.StartsWith('[') ? address.IndexOf(']', StringComparison.Ordinal) : -1;
        var host = bracket > 0 ? address[1..bracket] : Cut(address, ':').Before;
        var port = bracket > 0 ? address[(bracket + 1)..].TrimStart(':') : Cut(address, ':').After;
        if (host.Length > 0)
            Set(options, "host", host);
        if (port.Length > 0)
            Set(options, "port", port);
    }

    private static void Set(LibpqOptions options, string option, string value)
    {
        if (LibpqOptions.IsShown(option) && value.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)
            || Separators.Contains(letter, StringComparison.Ordinal)))
            throw new ConfigurationException($"The connection URL's {option} holds a separator or a space. The options begin "
                + "with ? behind the database's name, and are separated by &. If it belongs to a name, write it as % and its "
                + "code, such as %20.");

        options.Set(option, Decode(value));
    }

    private static string Decode(string text)
    {
        var decoded = Uri.UnescapeDataString(text);
        return decoded.Contains('\0', StringComparison.Ordinal)
            ? throw new ConfigurationException("The connection URL holds a NUL character.")
            : decoded;
    }

    [GeneratedRegex(@"\s[A-Za-z_]+\s*=", RegexOptions.CultureInvariant)]
    private static partial Regex OptionBehindSpace();

    private static (string Before, string After) Cut(string text, char separator)
    {
        var index = text.IndexOf(separator, StringComparison.Ordinal);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }
}
