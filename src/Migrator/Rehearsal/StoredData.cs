using Migrator.Database.Session;

namespace Migrator.Rehearsal;

/// <summary>Everything that holds rows or values: tables and columns, known by the server's numbers, so that a new name loses
/// nothing.</summary>
internal sealed class StoredData
{
    private readonly Dictionary<(long Table, short Column), (Relation Relation, string? Column, bool IsInherited)> _all;

    private StoredData(Dictionary<(long, short), (Relation, string?, bool)> all) => _all = all;

    public static async Task<StoredData> ReadAsync(DatabaseSession session, CancellationToken cancellationToken)
    {
        // Column 0 is the table itself. Views and materialized views can be made again from what they select.
        await using var command = new Npgsql.NpgsqlCommand(
            """
            SELECT c.oid::int8, coalesce(a.attnum, 0)::int2, n.nspname::text, c.relname::text, c.relkind::text, a.attname::text, coalesce(a.attinhcount, 0) > 0
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN (SELECT attrelid, attnum, attname, attinhcount FROM pg_catalog.pg_attribute WHERE attnum > 0 AND NOT attisdropped AND attgenerated = ''
                       UNION ALL SELECT oid, 0, NULL, 0 FROM pg_catalog.pg_class) a ON a.attrelid = c.oid
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p')
            """,
            session.Connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var all = new Dictionary<(long, short), (Relation, string?, bool)>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var relation = new Relation(reader.GetString(2), reader.GetString(3), reader.GetString(4)[0]);
            all[(reader.GetInt64(0), reader.GetInt16(1))] = (relation, reader.IsDBNull(5) ? null : reader.GetString(5),
                reader.GetBoolean(6));
        }

        return new(all);
    }

    /// <summary>What is no longer there. A table's columns are not told beside it, nor an inherited one beside its
    /// parent's.</summary>
    public IEnumerable<RehearsalFinding> Lost(StoredData after) => _all
        .Where(one => !one.Value.IsInherited && !after._all.ContainsKey(one.Key)
            && (one.Key.Column == 0 || after._all.ContainsKey((one.Key.Table, 0))))
        .Select(one => new RehearsalFinding(RehearsalFindingKind.Dropped, RehearsalVerdict.DataLoss)
        { Relation = one.Value.Relation, Column = one.Value.Column });
}
