using Migrator.Database.Session;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.Locking;

/// <summary>
/// The lock that makes runs on one database and version table take turns: a session-level advisory lock on the very session that
/// migrates, so that it dies with the work.
/// </summary>
internal sealed class DeployLock
{
    private readonly long _key;

    public DeployLock(VersionTable table) => _key = DeployLockKey.Of(table);

    /// <summary>SQL that is true while this session holds the lock. It reads the server's lock table, about a
    /// millisecond.</summary>
    public string HeldSql =>
        $"""
        EXISTS (SELECT FROM {DeployLockKey.LocksSql} l WHERE l.pid = pg_catalog.pg_backend_pid() AND l.granted AND {Is("l")})
        """;

    /// <summary>Takes the lock if it is free.</summary>
    public async Task<bool> TryTakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_catalog.pg_try_advisory_lock({_key})", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>SQL that tells who holds the lock.</summary>
    public string HolderSql =>
        $"""
        SELECT l.pid, a.application_name, pg_catalog.pg_get_userbyid(a.usesysid)::text, a.client_addr::text, a.backend_start,
               extract(epoch FROM clock_timestamp() - greatest(a.query_start, a.state_change,
                   (SELECT max(o.state_change) FROM {DeployLockKey.SessionsSql} o
                    WHERE o.application_name = replace(a.application_name, 'migrator ', 'migrator-observer '))))::float8
        FROM {DeployLockKey.LocksSql} l LEFT JOIN {DeployLockKey.SessionsSql} a ON a.pid = l.pid
        WHERE l.granted AND {Is("l")}
        """;

    /// <summary>Who holds the lock, or null if nobody does.</summary>
    public async Task<LockHolder?> FindHolderAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(HolderSql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await ReadHolderAsync(reader, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is said where <see cref="AskHolderAsync"/> may not know.</summary>
    public const string NotKnown = "Whether a run is at work is not known: our role may not see the server's locks.";

    /// <summary>
    /// The same within a transaction, which goes on where our role may not see the server's locks: then it is not known.
    /// </summary>
    public async Task<(LockHolder? Holder, bool IsKnown)> AskHolderAsync(DatabaseSession session,
        CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("SAVEPOINT migrator_look", cancellationToken).ConfigureAwait(false);
        try
        {
            return (await FindHolderAsync(session.Connection, cancellationToken).ConfigureAwait(false), true);
        }
        catch (PostgresException denied) when (denied.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            await session.ExecuteAsync("ROLLBACK TO SAVEPOINT migrator_look", cancellationToken).ConfigureAwait(false);
            return (null, false);
        }
    }

    /// <summary>Reads the answer to <see cref="HolderSql"/>.</summary>
    public static async Task<LockHolder?> ReadHolderAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            return null;

        return new(reader.GetInt32(0), Text(reader, 1), Text(reader, 2), Text(reader, 3),
            reader.IsDBNull(4) ? null : new DateTimeOffset(reader.GetDateTime(4), TimeSpan.Zero),
            reader.IsDBNull(5) ? null : TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(5))));
    }

    /// <summary>Gives the lock back. Closing the session would do it too, a moment later.</summary>
    public async Task ReleaseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_catalog.pg_advisory_unlock({_key})", connection);
        await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    private string Is(string alias) => DeployLockKey.Matches(_key, alias);

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
