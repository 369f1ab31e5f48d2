using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.Connecting;

/// <summary>
/// libpq's names for what a connection has, as its URLs write them, turned into Npgsql's. No message repeats a value, nor a name
/// that is not known: it may be a part of a password.
/// </summary>
internal sealed class LibpqOptions
{
    private const int MostTypos = 2;

    // libpq's name -> Npgsql's keyword.
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

    // What libpq or another driver has and Npgsql does not: refused by name rather than dropped.
    private static readonly HashSet<string> Foreign = new(StringComparer.Ordinal)
    {
        "service", "servicefile", "fallback_application_name", "keepalives", "keepalives_idle", "keepalives_interval",
        "keepalives_count", "tcp_user_timeout", "replication", "requiressl", "sslcompression", "sslcertmode", "sslcrl",
        "sslcrldir", "sslsni", "sslkeylogfile", "requirepeer", "ssl_min_protocol_version", "ssl_max_protocol_version",
        "min_protocol_version", "max_protocol_version", "gsslib", "gssdelegation", "load_balance_hosts", "scram_client_key",
        "scram_server_key", "oauth_issuer", "oauth_client_id", "oauth_client_secret", "oauth_scope", "schema", "currentSchema",
        "search_path", "pgbouncer", "connection_limit", "pool_size", "pool_timeout", "pool_max_conns", "max_overflow", "ssl",
        "sslaccept", "statement_timeout", "socket_timeout", "statement_cache_size", "prepareThreshold", "tcpKeepAlive",
        "ApplicationName", "reWriteBatchedInserts", "timezone", "TimeZone", "uselibpqcompat",
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

    private string _hosts = "";
    private string _ports = "";

    /// <summary>What was read so far; complete after <see cref="SetHosts"/>.</summary>
    public NpgsqlConnectionStringBuilder Connection { get; } = [];

    /// <summary>Whether it is a name of libpq's, or one that is told by name.</summary>
    public static bool IsName(string option) => Keywords.ContainsKey(option) || Foreign.Contains(option);

    /// <summary>Whether it names what messages show.</summary>
    public static bool IsShown(string option) => option is "host" or "hostaddr" or "dbname" or "user";

    /// <summary>Npgsql's keyword for it; null if there is none.</summary>
    public static string? KeywordOf(string option) => Keywords.GetValueOrDefault(option);

    /// <summary>Takes an option.</summary>
    /// <exception cref="ConfigurationException">It is not known, or its value does not fit.</exception>
    public void Set(string option, string value)
    {
        if (!Keywords.TryGetValue(option, out var keyword))
            throw new ConfigurationException($"The connection URL has {NotKnown(option)}. Known: "
                + $"{string.Join(", ", Keywords.Keys.Order())}.");

        var text = value;
        if (option is "sslmode" or "channel_binding" or "gssencmode" or "sslnegotiation")
            text = text.Replace("-", "", StringComparison.Ordinal);
        else if (option == "require_auth")
            text = string.Join(',', text.Split(',').Select(method => AuthenticationMethods.GetValueOrDefault(method, method)));

        try
        {
            switch (option)
            {
                case "host" or "hostaddr":
                    _hosts = text;
                    break;
                case "port" when text.Contains(',', StringComparison.Ordinal):
                    _ports = text;
                    break;
                case "target_session_attrs":
                    Connection.TargetSessionAttributes = text;
                    break;
                default:
                    Connection[keyword] = text;
                    break;
            }
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException
            or OverflowException)
        {
            throw new ConfigurationException($"The connection URL's {option} has a value that does not fit.");
        }
    }

    /// <summary>Takes the hosts that were read, each with its own port where there are several.</summary>
    /// <exception cref="ConfigurationException">There is another number of ports than of hosts.</exception>
    public void SetHosts()
    {
        if (_hosts.Length == 0 && _ports.Length == 0)
            return;

        string[] ports = _ports.Length == 0 ? [] : _ports.Split(',');
        var hosts = _hosts.Split(',');
        if (ports.Length > 0 && ports.Length != hosts.Length)
            throw new ConfigurationException("The connection URL has another number of ports than of hosts: "
                + "give one, or one for each.");
        Connection.Host = ports.Length == 0 ? _hosts
            : string.Join(',', hosts.Zip(ports, (host, port) => port.Length == 0 ? host
                : $"{(host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]" : host)}:{port}"));
    }

    private static string NotKnown(string option)
    {
        if (Foreign.Contains(option))
            return option is "service" or "servicefile"
                ? $"the option \"{option}\": service files are not read. Write out what stands in it"
                : $"the option \"{option}\", which is not known here";

        return Likeness.Typo(option, Keywords.Keys, MostTypos) is { } meant
            ? $"an option that is not known; is \"{meant}\" meant?"
            : $"an option that is not known {ConnectionName.NotShown}";
    }
}
