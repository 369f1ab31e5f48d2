using System.Security.Authentication;
using Npgsql;

namespace Migrator.SchemaCheck;

/// <summary>
/// Opens connections, and tells what may be told of them. What the server says before it has let anybody in repeats names and
/// settings of the connection; those that do not look like what they are given as may be a password, and are not repeated.
/// </summary>
internal sealed class ConnectionDoor
{
    private readonly NpgsqlConnectionStringBuilder _connection;
    private readonly bool _namesAreShown;

    /// <param name="connection">The connection.</param>
    /// <param name="isQuoted">Whether what has spaces was quoted, and so is meant.</param>
    public ConnectionDoor(NpgsqlConnectionStringBuilder connection, bool isQuoted = false)
    {
        var user = UserOf(connection);
        var database = connection.Database is { Length: > 0 } named ? named : user;
        _connection = connection;
        User = user.Length == 0 || ConnectionName.IsUser(user, isQuoted) ? user : ConnectionName.NotShown;
        Database = database.Length == 0 || ConnectionName.IsDatabase(database, isQuoted) ? database : ConnectionName.NotShown;
        _namesAreShown = (User, Database) == (user, database);
    }

    /// <summary>The login role: the connection's, else libpq's variable, else the user of this process.</summary>
    public static string UserOf(NpgsqlConnectionStringBuilder connection) =>
        connection.Username is { Length: > 0 } given ? given : Variable("PGUSER") ?? Environment.UserName;

    /// <summary>The login role, as it may be shown.</summary>
    public string User { get; }

    /// <summary>The database, as it may be shown.</summary>
    public string Database { get; }

    private bool BringsSettings => _connection.Options is { Length: > 0 } || _connection.SearchPath is { Length: > 0 }
        || _connection.ClientEncoding is { Length: > 0 } || _connection.Timezone is { Length: > 0 }
        || Variable("PGOPTIONS") is not null || Variable("PGCLIENTENCODING") is not null || Variable("PGTZ") is not null;

    /// <summary>Opens a connection, or leaves the attempt behind once the token is cancelled.</summary>
    public async ValueTask<NpgsqlConnection> OpenAsync(
        Func<CancellationToken, ValueTask<NpgsqlConnection>> open, CancellationToken cancellationToken)
    {
        try
        {
            return await open(cancellationToken).AsTask().OrLeaveAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (Told(exception) is { } told)
        {
            throw told;
        }
    }

    // What is told in its place; null where it may be told as it is.
    private NpgsqlException? Told(Exception exception) => exception switch
    {
        PostgresException server when !MayBeRepeated(server) =>
            new PostgresException(InOurWords(server.SqlState), server.Severity, server.InvariantSeverity, server.SqlState),
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException
            or { InnerException: AuthenticationException } when UnreadableFile() is { } file => new NpgsqlException(file),
        NotSupportedException unsupported => new NpgsqlException(unsupported.Message),
        _ => null,
    };

    private bool MayBeRepeated(PostgresException server) => _namesAreShown && (IsAboutNames(server.SqlState) || !BringsSettings);

    // Who may log in where, how many, and whether the server is ready: 28, 3D, 42501, 53, 55, 57.
    private static bool IsAboutNames(string state) => state[..2] is "28" or "3D" or "53" or "55" or "57" || state == "42501";

    private string InOurWords(string state) => (state, state[..2]) switch
    {
        ("28P01", _) => "the server does not accept user and password",
        (_, "28") => "the server does not let this user in",
        (_, "3D") => "there is no such database",
        ("42501", _) => "the user may not connect to this database",
        (_, "53" or "55" or "57" or "08") => "the server takes no connection now",
        _ when BringsSettings => "the server does not accept a setting of the connection: Options, Search Path, Client "
            + "Encoding or Timezone, or PGOPTIONS, PGCLIENTENCODING or PGTZ",
        _ => "the server refuses the connection",
    } + (_namesAreShown ? "" : ". What is given as user or database does not look like a name and is not shown: is a separator "
        + "missing?");

    private string? UnreadableFile()
    {
        (string Keyword, string? Given, string Variable)[] files =
        [
            ("Passfile", _connection.Passfile, "PGPASSFILE"), ("Root Certificate", _connection.RootCertificate, "PGSSLROOTCERT"),
            ("SSL Certificate", _connection.SslCertificate, "PGSSLCERT"), ("SSL Key", _connection.SslKey, "PGSSLKEY"),
        ];
        foreach (var (keyword, given, variable) in files)
        {
            var name = given is { Length: > 0 } ? keyword : variable;
            if ((given is { Length: > 0 } ? given : Variable(variable)) is { } path && WhyUnreadable(path) is { } why)
                return $"{name} names {why}";
        }

        return null;
    }

    private static string? WhyUnreadable(string path)
    {
        if (Directory.Exists(path))
            return "a folder, and must name a file";
        if (!File.Exists(path))
            return "a file that is not there";

        try
        {
            using var file = File.OpenRead(path);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "a file that this process may not read";
        }
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
