using System.Globalization;
using Migrator.Sql.Texts;
using Npgsql;

namespace Migrator.Database.Session;

/// <summary>
/// The one session of a run. Lock, settings, transaction and records all live on it; it is never silently replaced.
/// </summary>
internal sealed class DatabaseSession : IAsyncDisposable
{
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _source;
    private readonly int _clientPid;

    private DatabaseSession(OpenedConnection opened)
    {
        _source = opened.Source;
        Connection = opened.Connection;
        Identity = opened.Identity;
        ConnectionString = opened.Settings.ConnectionString;
        _clientPid = opened.Connection.ProcessID;
        BackendPid = _clientPid;
    }

    public NpgsqlConnection Connection { get; }

    public DatabaseIdentity Identity { get; }

    /// <summary>What the user gave, in keywords: for migrations that ask for their <c>ConnectionString</c>. Never
    /// shown.</summary>
    public string ConnectionString { get; }

    /// <summary>The server's process; behind a pooler another number than the one the client was told.</summary>
    public int BackendPid { get; private set; }

    /// <summary>Whether the connection is still the one that the session was opened on.</summary>
    public bool IsOurs => Connection.FullState.HasFlag(System.Data.ConnectionState.Open) && Connection.ProcessID == _clientPid;

    /// <summary>
    /// Opens a session, waiting for the server as long as the options say; nothing is set yet.
    /// </summary>
    /// <param name="options">Where to.</param>
    /// <param name="run">Whose session it is.</param>
    /// <param name="migrates">Whether migrations will run on it: their delegates may need types that are then loaded.</param>
    /// <param name="waiting">Told what it waits for, once an attempt.</param>
    /// <param name="time">The clock of the pauses.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ConfigurationException">The connection cannot be read, or the server refuses user, password or
    /// database.</exception>
    /// <exception cref="DatabaseUnreachableException">Nothing answered within the wait.</exception>
    public static async Task<DatabaseSession> OpenAsync(
        DatabaseOptions options, RunIdentity run, bool migrates, Action<string> waiting, TimeProvider time,
        CancellationToken cancellationToken) =>
        new(await ServerConnection.OpenAsync(options, run, migrates, waiting, time, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Refuses what cannot be migrated: a pooler that shares sessions, a standby.
    /// </summary>
    /// <exception cref="RefusedException">It is one of them.</exception>
    public async Task VerifyServerAsync(CancellationToken cancellationToken)
    {
        bool standby;
        await using (var command = new NpgsqlCommand("SELECT pg_catalog.pg_backend_pid(), pg_catalog.pg_is_in_recovery()",
            Connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            BackendPid = reader.GetInt32(0);
            standby = reader.GetBoolean(1);
        }

        if (BackendPid != _clientPid
            && await Pooler.SharesSessionsAsync(Connection, _source, cancellationToken).ConfigureAwait(false))
            throw new RefusedException(new(RefusalReason.Pooler,
                $"Between here and {Identity.Host}:{Identity.Port} is a pooler that shares sessions (PgBouncer in transaction mode?): "
                + "the deploy lock and the session's settings would leak to others.",
                "Give a connection straight to PostgreSQL, or through a pool in session mode."));
        if (standby)
            throw new RefusedException(new(RefusalReason.Standby,
                $"{Identity.Host}:{Identity.Port} is a standby: it cannot be migrated.", "Connect to the primary."));
    }

    /// <summary>Whether the server only follows another: it can be read, and not migrated.</summary>
    public async Task<bool> IsStandbyAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_catalog.pg_is_in_recovery()", Connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Takes a role for all that follows.</summary>
    /// <exception cref="RefusedException">The role does not exist, or the login role is no member of it.</exception>
    public async Task SetRoleAsync(string role, CancellationToken cancellationToken, string scope = "")
    {
        try
        {
            await ExecuteAsync(RoleSql(role, scope), cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InvalidParameterValue
            or PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedObject)
        {
            throw new RefusedException(new(RefusalReason.InsufficientPrivilege,
                $"{Identity.User} cannot take the role \"{role}\": {exception.MessageText}.",
                $"GRANT \"{role}\" TO \"{Identity.User}\", or correct --set-role."));
        }
    }

    /// <summary>
    /// What begins a read-only transaction that sees one moment, for all that follows. Its settings end with it: through a pooler
    /// they would be the next client's.
    /// </summary>
    public static IReadOnlyList<string> ReadingSql(DatabaseOptions options) =>
    [
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        string.Create(CultureInfo.InvariantCulture, $"SET LOCAL lock_timeout = {(long)options.LockTimeout.TotalMilliseconds}"),
        string.Create(CultureInfo.InvariantCulture,
            $"SET LOCAL statement_timeout = {(long)options.StatementTimeout.TotalMilliseconds}"),
        .. options.Role is { } role ? [RoleSql(role, "LOCAL ")] : (string[])[],
    ];

    /// <summary>What has the server write times as the tool does, from <see cref="ReadingSql"/> on.</summary>
    public const string UtcSql = "SET LOCAL TimeZone = 'UTC'";

    /// <summary>Begins reading, see <see cref="ReadingSql"/>.</summary>
    /// <exception cref="RefusedException">The role cannot be taken.</exception>
    public async Task BeginReadingAsync(DatabaseOptions options, CancellationToken cancellationToken)
    {
        await ExecuteAsync(string.Join("; ", [.. ReadingSql(options with { Role = null }), UtcSql]), cancellationToken)
            .ConfigureAwait(false);
        if (options.Role is { } role)
            await SetRoleAsync(role, cancellationToken, "LOCAL ").ConfigureAwait(false);
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, Connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Executes a text that somebody else wrote, in one transaction.</summary>
    public async Task ExecuteTextAsync(string sql, CancellationToken cancellationToken)
    {
        if (TextPiece.Of(sql) is not { } pieces)
        {
            await ExecuteWholeAsync(sql, cancellationToken).ConfigureAwait(false);
            return;
        }

        await using var transaction = await Connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        foreach (var piece in pieces)
        {
            if (piece.Copy is null)
                await ExecuteWholeAsync(piece.Sql, cancellationToken).ConfigureAwait(false);
            else
                await CopyIn.ExecuteAsync(Connection, piece, cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ExecuteWholeAsync(string sql, CancellationToken cancellationToken)
    {
        if (!SqlCommands.HaveBody(sql))
        {
            await ExecuteAsync(sql, cancellationToken).ConfigureAwait(false);
            return;
        }

        await using var batch = new NpgsqlBatch(Connection);
        foreach (var command in SqlCommands.Of(sql))
            batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Runs a last command on the way out, such as giving the lock back. The server cleans up after a lost session by itself, so
    /// a failure changes nothing that has to be told.
    /// </summary>
    public async Task TryOnTheWayOutAsync(Func<NpgsqlConnection, CancellationToken, Task> action)
    {
        if (!IsOurs)
            return;

        using var timeout = new CancellationTokenSource(ReleaseTimeout);
        try
        {
            await action(Connection, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or InvalidOperationException)
        {
            await Connection.CloseAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A source of connections that only read: they need no custom types, whose catalogue costs a query to
    /// load.</summary>
    public static NpgsqlDataSource ReadingSource(string connectionString)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(connectionString);
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        builder.EnableArrays();
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    /// <summary>What takes a role; for the transaction alone with the scope <c>LOCAL </c>.</summary>
    public static string RoleSql(string role, string scope = "") => $"SET {scope}ROLE {SchemaCheck.Identifier.Quote(role)}";
}
