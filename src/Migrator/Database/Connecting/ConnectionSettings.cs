using System.Globalization;
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

    private const int MostTypos = 2;

    private static readonly string[] Usual =
    [
        "Host", "Server", "Port", "Database", "Username", "User Id", "Password", "Passfile", "SSL Mode", "Timeout",
        "Command Timeout", "Pooling", "Search Path", "Options", "Application Name", "Root Certificate",
    ];

    /// <summary>Reads a connection.</summary>
    /// <param name="connection">Npgsql keywords or a <c>postgres://</c> URL.</param>
    /// <param name="environment">The variables to complete it from.</param>
    /// <exception cref="ConfigurationException">It cannot be read, or names no host or no database.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connection, Func<string, string?> environment)
    {
        var text = connection.Trim();
        if (text.Length == 0)
            throw new ConfigurationException("The connection is empty.");

        var builder = PostgresUrl.Is(text) ? PostgresUrl.Parse(text) : Keywords(text);
        foreach (var (variable, keyword) in Variables)
        {
            if (environment(variable) is { Length: > 0 } value && !builder.ShouldSerialize(keyword))
                Complete(builder, variable, keyword, value);
        }

        if (string.IsNullOrEmpty(builder.Host))
            throw new ConfigurationException("The connection names no host. Add Host=... (or the host in the URL, or PGHOST).");
        if (string.IsNullOrEmpty(builder.Database))
            throw new ConfigurationException("The connection names no database. Add Database=... (or /name in the URL, or "
                + "PGDATABASE).");
        if (builder.Host.Contains(',', StringComparison.Ordinal))
            throw new ConfigurationException(
                "The connection names several hosts. Migrations run on one server: name the primary.");

        return builder;
    }

    /// <summary>What may be shown of a connection.</summary>
    public static DatabaseIdentity Describe(NpgsqlConnectionStringBuilder builder) =>
        new(builder.Host!, builder.Port, builder.Database!,
            builder.Username ?? Environment.GetEnvironmentVariable("PGUSER") ?? Environment.UserName);

    /// <summary>
    /// One session of its own: unpooled, so that the lock, the settings and the backend are ours alone; never killed by a
    /// client-side timeout; never a row's data in an error.
    /// </summary>
    public static string ForSession(NpgsqlConnectionStringBuilder builder, string applicationName)
    {
        var session = new NpgsqlConnectionStringBuilder(builder.ConnectionString)
        {
            // One attempt; several fit into the wait. It also bounds how long a cancellation tries to reach a silent server.
            Timeout = builder.ShouldSerialize(nameof(builder.Timeout)) ? builder.Timeout : 10,
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
            // Npgsql takes it for several hosts only; a standby is refused by a question of our own.
            TargetSessionAttributes = null,
            // The client's half of noticing a dead peer; figures from the fault matrix: 30 s idle, then every 10 s.
            TcpKeepAlive = true,
            TcpKeepAliveTime = 30,
            TcpKeepAliveInterval = 10,
        };
        if (!Kerberos.IsAskedFor(session) && !Kerberos.MayBeSetUp())
            session.GssEncryptionMode = GssEncryptionMode.Disable;
        return session.ConnectionString;
    }

    /// <summary>A second, short-lived session beside a run's: one that never waits long for the server.</summary>
    public static string ForObserver(string connection, string applicationName) =>
        new NpgsqlConnectionStringBuilder(ForSession(new(connection), applicationName))
        { Timeout = 5, CommandTimeout = 5 }.ConnectionString;

    private static NpgsqlConnectionStringBuilder Keywords(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException
            or OverflowException)
        {
            throw new ConfigurationException(
                $"The connection cannot be read.{Fault(exception)} Write Npgsql keywords "
                + $"(Host=db;Port=5432;Database=shop;Username=migrator;Password=...) "
                + "or a URL (postgres://migrator:...@db:5432/shop).");
        }
    }

    // Npgsql's own message may quote the text around the fault, and with it a secret; and what it takes for a keyword may be the
    // rest of a password with a semicolon. So only a misspelt keyword is repeated.
    private static string Fault(Exception exception) => exception switch
    {
        ArgumentException { ParamName: { Length: > 0 } name, InnerException: KeyNotFoundException } =>
            Usual.Any(keyword => Math.Abs(keyword.Length - name.Length) <= MostTypos
                && Likeness.Distance(keyword, name) <= MostTypos)
                ? $" The keyword \"{name}\" is not known."
                : " A keyword is not known (not shown: a value with a semicolon must stand in quotes).",
        ArgumentException { ParamName: { Length: > 0 } name } => $" The value of \"{name}\" does not fit.",
        _ => "",
    };

    private static void Complete(NpgsqlConnectionStringBuilder builder, string variable, string keyword, string value)
    {
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
