using Migrator.Database.Connecting;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.Session;

/// <summary>
/// What a second, optional connection sees of the session that migrates: the locks that it waits for, who is in the way, and how
/// far a long statement is.
/// </summary>
internal sealed class SessionObserver : IAsyncDisposable
{
    private static readonly string StrongestFirst =
        string.Join(", ", Enum.GetValues<LockMode>().Reverse().Select(mode => $"'{mode.ServerName()}'"));

    // A row's lock is a wait for a transaction; the table is then the one whose row (tuple) we queue for. A concurrent index
    // build waits for transactions, too; its table is the one that it works on.
    private static readonly string WaitSql =
        $"""
        WITH wait AS (
            SELECT coalesce(l.relation,
                       (SELECT t.relation FROM {DeployLockKey.LocksSql} t WHERE t.pid = $1 AND t.locktype = 'tuple' LIMIT 1),
                       (SELECT p.relid FROM pg_catalog.pg_stat_get_progress_info('CREATE INDEX') p WHERE p.pid = $1)) AS relation,
                   l.mode, extract(epoch FROM clock_timestamp() - coalesce(l.waitstart, clock_timestamp()))::float8 AS waited
            FROM {DeployLockKey.LocksSql} l WHERE l.pid = $1 AND NOT l.granted LIMIT 1)
        SELECT (SELECT relation::regclass::text FROM wait), (SELECT mode FROM wait), (SELECT waited FROM wait),
               b.pid, a.application_name, pg_catalog.pg_get_userbyid(a.usesysid)::text, a.state, extract(epoch FROM clock_timestamp() - a.xact_start)::float8,
               (SELECT h.mode FROM {DeployLockKey.LocksSql} h, wait WHERE h.pid = b.pid AND h.granted AND h.relation = wait.relation
                ORDER BY array_position(ARRAY[{StrongestFirst}], h.mode) LIMIT 1),
               left(a.query, 1000)
        FROM (SELECT DISTINCT unnest(pg_catalog.pg_blocking_pids($1)) AS pid) b
        LEFT JOIN {DeployLockKey.SessionsSql} a ON a.pid = b.pid
        ORDER BY a.xact_start NULLS LAST
        """;

    private const string ProgressSql =
        """
        SELECT phase, CASE WHEN phase LIKE 'waiting for%' AND lockers_total > 0 THEN lockers_done::float8 / lockers_total
                           WHEN tuples_total > 0 THEN tuples_done::float8 / tuples_total
                           WHEN blocks_total > 0 THEN blocks_done::float8 / blocks_total END
        FROM pg_catalog.pg_stat_progress_create_index WHERE pid = $1
        UNION ALL
        SELECT phase, CASE WHEN heap_blks_total > 0 THEN heap_blks_scanned::float8 / heap_blks_total END
        FROM pg_catalog.pg_stat_progress_cluster WHERE pid = $1
        UNION ALL
        SELECT phase, CASE WHEN heap_blks_total > 0 THEN heap_blks_scanned::float8 / heap_blks_total END
        FROM pg_catalog.pg_stat_progress_vacuum WHERE pid = $1
        UNION ALL
        SELECT phase, CASE WHEN sample_blks_total > 0 THEN sample_blks_scanned::float8 / sample_blks_total END
        FROM pg_catalog.pg_stat_progress_analyze WHERE pid = $1
        UNION ALL
        SELECT param3 || CASE param3 WHEN 1 THEN ' row copied' ELSE ' rows copied' END,
               CASE WHEN param2 > 0 THEN param1::float8 / param2 END
        FROM pg_catalog.pg_stat_get_progress_info('COPY') WHERE pid = $1
        """;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;
    private readonly int _observed;

    private SessionObserver(NpgsqlDataSource source, NpgsqlConnection connection, int observed)
    {
        _source = source;
        _connection = connection;
        _observed = observed;
    }

    /// <summary>Opens the second connection.</summary>
    /// <param name="connectionString">Of an observer: see <see cref="ConnectionSettings.ForObserver"/>.</param>
    /// <param name="observed">The server process to watch.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<SessionObserver> OpenAsync(string connectionString, int observed,
        CancellationToken cancellationToken)
    {
        var source = DatabaseSession.ReadingSource(connectionString);
        try
        {
            return new(source, await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false), observed);
        }
        catch
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Looks once.</summary>
    /// <returns>The lock waited for, and the progress; null where there is none.</returns>
    public async Task<(Blockage? Wait, StatementProgress? Progress)> LookAsync(CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(_connection);
        foreach (var sql in (string[])[WaitSql, ProgressSql])
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = _observed });
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var wait = await ReadWaitAsync(reader, cancellationToken).ConfigureAwait(false);
        return (wait, await ReadProgressAsync(reader, cancellationToken).ConfigureAwait(false));
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<Blockage?> ReadWaitAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        Blockage? wait = null;
        var blockers = new List<Blocker>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            wait ??= new(Text(reader, 0), Mode(Text(reader, 1)), Seconds(reader, 2) ?? TimeSpan.Zero, blockers);
            blockers.Add(new(reader.GetInt32(3), Text(reader, 4), Text(reader, 5), Text(reader, 6), Seconds(reader, 7),
                Mode(Text(reader, 8)), Text(reader, 9)));
        }

        return wait;
    }

    // Some hosters let nobody read these views; who is in the way is known all the same.
    private static async Task<StatementProgress?> ReadProgressAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        try
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException denied) when (denied.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return null;
        }

        return !await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? null
            : new(reader.GetString(0), reader.IsDBNull(1) ? null : Math.Clamp(reader.GetDouble(1), 0, 1));
    }

    private static string? Mode(string? name) => name is null ? null : LockModes.WordsOf(name);

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) || reader.GetString(column) is not { Length: > 0 } text ? null : text;

    private static TimeSpan? Seconds(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(column)));
}
