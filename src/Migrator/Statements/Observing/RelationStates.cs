using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Statements.Observing;

/// <summary>All relations of a database, with what our own session has done to them so far. No right beyond connecting is
/// needed.</summary>
internal static class RelationStates
{
    // What was dropped is locked, too, and no longer listed.
    private const string Sql = """
        WITH locked AS (SELECT relation, string_agg(mode, ',') AS modes FROM pg_catalog.pg_locks
            WHERE locktype = 'relation' AND granted AND pid = pg_catalog.pg_backend_pid() GROUP BY relation)
        SELECT c.oid::int8, n.nspname::text, c.relname::text, c.relkind::text, c.relfilenode::int8, c.reltablespace::int8, coalesce(i.indrelid::int8, 0), l.modes,
               CASE WHEN c.relkind IN ('r', 'm') THEN pg_catalog.pg_stat_get_xact_numscans(c.oid) ELSE 0 END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
        LEFT JOIN locked l ON l.relation = c.oid
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'm', 'f', 'v', 'i', 'I', 'S')
        UNION ALL
        SELECT relation::int8, '', '', '-', 0, 0, 0, modes, 0 FROM locked WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = relation)
        """;

    public static Dictionary<long, RelationState> Of(SqlSender sender, NpgsqlTransaction? transaction) =>
        sender.Read(Sql, transaction, reader =>
    {
        var relations = new Dictionary<long, RelationState>();
        while (reader.Read())
        {
            relations[reader.GetInt64(0)] = new(new(reader.GetString(1), reader.GetString(2), reader.GetString(3)[0]),
                reader.GetInt64(4),
                reader.GetInt64(5), reader.GetInt64(6),
                reader.IsDBNull(7) ? [] : [.. reader.GetString(7).Split(',').Select(LockModes.Read)], reader.GetInt64(8));
        }

        return relations;
    });
}
