using Migrator.Database.Session;
using Npgsql;

namespace Migrator.Rehearsal;

/// <summary>The real database's own counters at one moment. SELECT is not even needed: they are everybody's to read.</summary>
internal sealed class TableCounters
{
    private readonly double _at;
    private readonly Dictionary<(string, string), (long? Rows, long Bytes, long Writes, long Reads)> _tables;

    private TableCounters(double at, Dictionary<(string, string), (long?, long, long, long)> tables) =>
        (_at, _tables) = (at, tables);

    public static async Task<TableCounters> ReadAsync(DatabaseSession session, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT extract(epoch FROM clock_timestamp())::float8, n.nspname::text, c.relname::text,
                   CASE WHEN c.reltuples >= 0 AND c.relpages > 0 THEN c.reltuples::int8 ELSE s.n_live_tup END, c.relpages::int8 * current_setting('block_size')::int8,
                   coalesce(s.n_tup_ins + s.n_tup_upd + s.n_tup_del, 0), coalesce(s.seq_scan, 0) + coalesce(s.idx_scan, 0)
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = c.oid
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'm', 'p')
            """,
            session.Connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var at = 0.0;
        var tables = new Dictionary<(string, string), (long?, long, long, long)>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            at = reader.GetDouble(0);
            tables[(reader.GetString(1), reader.GetString(2))] =
                (reader.IsDBNull(3) ? null : reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6));
        }

        return new(at, tables);
    }

    /// <summary>What hangs on each table, by what happened since an earlier look.</summary>
    public Dictionary<(string Schema, string Table), TableWeight> Since(TableCounters earlier)
    {
        var seconds = Math.Max(_at - earlier._at, 0.001);
        return _tables.ToDictionary(one => one.Key, one => earlier._tables.TryGetValue(one.Key, out var then)
            ? new TableWeight(one.Value.Rows, one.Value.Bytes, Math.Max(0, one.Value.Writes - then.Writes) / seconds,
                Math.Max(0, one.Value.Reads - then.Reads) / seconds)
            : new TableWeight(one.Value.Rows, one.Value.Bytes, 0, 0));
    }
}
