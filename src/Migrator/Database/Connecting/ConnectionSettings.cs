using System.Globalization;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.Connecting;

/// <summary>
/// Turns what the user gave (keywords or a URL) and libpq's <c>PG*</c> variables into the connection of a session of ours.
/// </summary>
internal static class ConnectionSettings
{
    // Npgsql itself reads PGUSER, PGPASSWORD, PGPASSFILE, PGSSLCERT, PGSSLKEY, PGSSLROOTCERT and PGCLIENTENCODING.
    private static readonly (string Variable, string Keyword)[] Variables =
    [
        ("PGHOST", "Host"), ("PGPORT", "Port"), ("PGDATABASE", "Database"), ("PGUSER", "Username"),
        ("PGSSLMODE", "SSL Mode"), ("PGCONNECT_TIMEOUT", "Timeout"),
    ];

    private const int LongestAttempt = 10;
    private const string Separators = "=;&?\"'";

    /// <summary>Reads a connection.</summary>
    /// <param name="connection">Npgsql's keywords or a <c>postgres://</c> URL.</param>
    /// <param name="environment">The variables to complete it from.</param>
    /// <exception cref="ConfigurationException">It cannot be read, or names no host or no database.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connection, Func<string, string?> environment)
    {
        var text = connection.Trim();
        if (text.Length == 0)
            throw new ConfigurationException("The connection is empty.");

        var builder = Read(text);
        foreach (var (variable, keyword) in Variables)
        {
            if (environment(variable) is { Length: > 0 } value && !builder.ShouldSerialize(keyword))
                Complete(builder, variable, keyword, value);
        }

        var service = environment("PGSERVICE") is { Length: > 0 } ? " PGSERVICE is set, but service files are not read." : "";
        if (string.IsNullOrEmpty(builder.Host))
            throw new ConfigurationException("The connection names no host. Add Host=... (or the host in the URL, or PGHOST)."
                + service);

        builder.Host = string.Join(',', builder.Host.Split(',', StringSplitOptions.TrimEntries));
        if (ConnectionFault.Find("The connection", builder) is { } fault)
            throw new ConfigurationException(fault + ".");
        if (string.IsNullOrEmpty(builder.Database))
            throw new ConfigurationException("The connection names no database. Add Database=... (or /name in the URL, or "
                + $"PGDATABASE).{service}");
        return builder;
    }

    /// <summary>What may be shown of a connection that nobody has accepted yet.</summary>
    public static DatabaseIdentity Describe(NpgsqlConnectionStringBuilder builder)
    {
        var door = Door(builder);
        return new(HasSeveralHosts(builder) ? HostsWithPorts(builder) : builder.Host!, builder.Port, door.Database, door.User);
    }

    /// <summary>Opens connections. What is left of spaces in names was quoted, or is a variable's.</summary>
    public static ConnectionDoor Door(NpgsqlConnectionStringBuilder builder) => new(builder, isQuoted: true);

    /// <summary>Whether it names more than one server.</summary>
    public static bool HasSeveralHosts(NpgsqlConnectionStringBuilder builder) =>
        builder.Host!.Contains(',', StringComparison.Ordinal);

    /// <summary>The same connection, to the one server of several that was found.</summary>
    public static NpgsqlConnectionStringBuilder To(NpgsqlConnectionStringBuilder builder, string host, int port) =>
        new(builder.ConnectionString) { Host = host, Port = port, TargetSessionAttributes = null };

    /// <summary>
    /// One session of its own: unpooled, so that the lock, the settings and the backend are ours alone; never killed by a
    /// client-side timeout; never a row's data in an error.
    /// </summary>
    /// <param name="builder">What the user gave.</param>
    /// <param name="applicationName">The name that the server shows of it.</param>
    /// <param name="migrates">Whether only a primary will do, where there are several hosts.</param>
    /// <param name="longest">How long an attempt may take, of which each of several hosts gets its part; null for no
    /// limit.</param>
    public static string ForSession(
        NpgsqlConnectionStringBuilder builder, string applicationName, bool migrates = false, TimeSpan? longest = null)
    {
        var session = new NpgsqlConnectionStringBuilder(builder.ConnectionString)
        {
            // One attempt; several fit into the wait. It also bounds how long a cancellation tries to reach a silent server.
            Timeout = builder.ShouldSerialize(nameof(builder.Timeout)) ? builder.Timeout : OwnTimeout(builder, longest),
            Pooling = false,
            Multiplexing = false,
            Enlist = false,
            ApplicationName = applicationName,
            CommandTimeout = 0,
            IncludeErrorDetail = false,
            // So that the statement that failed is known by its place among those sent together.
            IncludeFailedBatchedCommand = true,
            PersistSecurityInfo = true,
            Timezone = "UTC",
            // All text goes as UTF-8, whatever PGCLIENTENCODING or the connection says: letters are lost else, without a word.
            ClientEncoding = "UTF8",
            Encoding = "UTF8",
            // Migrations upset plans, and may throw away what is prepared.
            MaxAutoPrepare = 0,
            // Npgsql takes it for several hosts only; a standby is refused by a question of our own.
            TargetSessionAttributes = !HasSeveralHosts(builder) ? null
                : migrates ? "primary" : builder.TargetSessionAttributes ?? "prefer-primary",
        };
        if (builder.Host!.Split(',').Any(ConnectionName.IsSocket))
        {
            // A local socket has neither; and libpq ignores what is said of TLS there.
            (session.TcpKeepAlive, session.TcpKeepAliveTime, session.TcpKeepAliveInterval) = (false, 0, 0);
            if (!HasSeveralHosts(builder))
                session.SslMode = SslMode.Disable;
        }
        else
        {
            // The client's half of noticing a dead peer; figures from the fault matrix: 30 s idle, then every 10 s.
            (session.TcpKeepAlive, session.TcpKeepAliveTime, session.TcpKeepAliveInterval) = (true, 30, 10);
        }

        if (!Kerberos.IsAskedFor(session) && !Kerberos.MayBeSetUp())
            session.GssEncryptionMode = GssEncryptionMode.Disable;
        return session.ConnectionString;
    }

    /// <summary>A second, short-lived session beside a run's: one that never waits long for the server.</summary>
    public static string ForObserver(string connection, string applicationName) =>
        new NpgsqlConnectionStringBuilder(ForSession(new(connection), applicationName))
        { Timeout = 5, CommandTimeout = 5 }.ConnectionString;

    private static NpgsqlConnectionStringBuilder Read(string text)
    {
        if (PostgresUrl.Is(text))
            return PostgresUrl.Parse(text);

        return (OtherForms.Tell(text) ?? LibpqKeywords.Tell(text)) is { } other
            ? throw new ConfigurationException(other) : NpgsqlKeywords.Parse(text);
    }

    private static int OwnTimeout(NpgsqlConnectionStringBuilder builder, TimeSpan? longest) =>
        HasSeveralHosts(builder) && longest is { } time && time != System.Threading.Timeout.InfiniteTimeSpan
            ? (int)Math.Clamp(time.TotalSeconds / builder.Host!.Split(',').Length, 1, LongestAttempt) : LongestAttempt;

    private static string HostsWithPorts(NpgsqlConnectionStringBuilder builder) => string.Join(',',
        builder.Host!.Split(',').Select(host => host.Contains(':', StringComparison.Ordinal) ? host : $"{host}:{builder.Port}"));

    private static void Complete(NpgsqlConnectionStringBuilder builder, string variable, string keyword, string value)
    {
        if (keyword is "Host" or "Database" or "Username"
            && (value.Any(letter => char.IsControl(letter) || Separators.Contains(letter, StringComparison.Ordinal))
                || (keyword == "Host" && !ConnectionName.IsHost(value))))
            throw new ConfigurationException($"The variable {variable} holds more than a name (not shown).");

        try
        {
            builder[keyword] = variable == "PGSSLMODE" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException
            or OverflowException)
        {
            throw new ConfigurationException(
                string.Create(CultureInfo.InvariantCulture, $"The variable {variable} has a value that does not fit."));
        }
    }
}
