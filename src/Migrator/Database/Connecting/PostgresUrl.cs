using Npgsql;

namespace Migrator.Database.Connecting;

/// <summary>
/// Reads libpq's URL form, <c>postgres://user:password@host:port/database?option=value</c>, into Npgsql's keywords.
/// No message repeats a value: any of them may be a secret.
/// </summary>
internal static class PostgresUrl
{
    // libpq's name -> Npgsql's keyword. What libpq has and Npgsql does not is refused by name rather than dropped.
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["host"] = "Host",
        ["hostaddr"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
        ["passfile"] = "Passfile",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["sslnegotiation"] = "SSL Negotiation",
        ["gssencmode"] = "GSS Encryption Mode",
        ["krbsrvname"] = "Kerberos Service Name",
        ["channel_binding"] = "Channel Binding",
        ["require_auth"] = "Require Auth",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["client_encoding"] = "Client Encoding",
        ["options"] = "Options",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    private static readonly Dictionary<string, string> AuthenticationMethods = new(StringComparer.Ordinal)
    {
        ["password"] = "Password",
        ["md5"] = "MD5",
        ["gss"] = "GSS",
        ["sspi"] = "SSPI",
        ["scram-sha-256"] = "ScramSHA256",
        ["none"] = "None",
    };

    public static bool Is(string connection) =>
        connection.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || connection.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ConfigurationException">It is no such URL, or has an option that is not known.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string url)
    {
        var builder = new NpgsqlConnectionStringBuilder();
        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var (beforeQuery, query) = Cut(rest, '?');
        var (authority, path) = Cut(beforeQuery, '/');
        // Without its %2F or %3F a password ends the address early, and the rest of it would be taken, and shown, for a name.
        if (path.Contains('@', StringComparison.Ordinal) || HoldsAddress(authority, query))
            throw new ConfigurationException(
                "The connection URL has an @ behind its address. Write / ? and @ in a password, name or value as %2F, %3F and %40.");

        // The last @: a careless password may hold one.
        var at = authority.LastIndexOf('@');
        var address = authority[(at + 1)..];
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], ':');
            Set(builder, "user", user);
            if (password.Length > 0)
                Set(builder, "password", password);
        }

        SetAddress(builder, address);
        if (path.Length > 0)
            Set(builder, "dbname", path);

        foreach (var option in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(option, '=');
            Set(builder, Decode(name), value);
        }

        return builder;
    }

    // An @ in an option's value is a value's, unless the address lacks the one that it should have; in a name it is a password's.
    private static bool HoldsAddress(string authority, string query) =>
        query.Split('&').Any(option => Cut(option, '=').Before.Contains('@', StringComparison.Ordinal))
        || (authority.Length > 0 && !authority.Contains('@', StringComparison.Ordinal)
            && query.Contains('@', StringComparison.Ordinal));

    private static void SetAddress(NpgsqlConnectionStringBuilder builder, string address)
    {
        if (address.Length == 0)
            return;
        if (address.Contains(',', StringComparison.Ordinal))
            throw new ConfigurationException(
                "The connection URL names several hosts. Migrations run on one server: name the primary.");

        // [::1]:5432 or host:5432
        var bracket = address.StartsWith('[') ? address.IndexOf(']', StringComparison.Ordinal) : -1;
        var host = bracket > 0 ? address[1..bracket] : Cut(address, ':').Before;
        var port = bracket > 0 ? address[(bracket + 1)..].TrimStart(':') : Cut(address, ':').After;
        if (host.Length > 0)
            Set(builder, "host", host);
        if (port.Length > 0)
            Set(builder, "port", port);
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, string option, string value)
    {
        if (!Keywords.TryGetValue(option, out var keyword))
            throw new ConfigurationException(
                $"The connection URL has the option \"{option}\", which is not known. Known: "
                + $"{string.Join(", ", Keywords.Keys.Order())}.");

        var text = Decode(value);
        if (option is "sslmode" or "target_session_attrs" or "channel_binding" or "gssencmode" or "sslnegotiation")
            text = text.Replace("-", "", StringComparison.Ordinal);
        else if (option == "require_auth")
            text = string.Join(',', text.Split(',').Select(method => AuthenticationMethods.GetValueOrDefault(method, method)));

        try
        {
            if (option == "target_session_attrs")
                builder.TargetSessionAttributes = Decode(value);
            else
                builder[keyword] = text;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException
            or OverflowException)
        {
            throw new ConfigurationException($"The connection URL's {option} has a value that does not fit.");
        }
    }

    private static string Decode(string text)
    {
        var decoded = Uri.UnescapeDataString(text);
        return decoded.Contains('\0', StringComparison.Ordinal)
            ? throw new ConfigurationException("The connection URL holds a NUL character.")
            : decoded;
    }

    private static (string Before, string After) Cut(string text, char separator)
    {
        var index = text.IndexOf(separator, StringComparison.Ordinal);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }
}
