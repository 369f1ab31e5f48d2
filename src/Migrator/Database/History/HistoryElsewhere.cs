using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.History;

/// <summary>
/// Looks for histories of the same migrations in other places of a database: a setting that was forgotten must not apply all of
/// them once more.
/// </summary>
internal static class HistoryElsewhere
{
    private const int MostLookedAt = 50;

    // A version that is a time is nobody else's by chance; a small number may be.
    private const long SurelyOurs = 1_000_000_000;

    /// <summary>The places, as the server writes them; none where nothing of these migrations is known elsewhere.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="table">Where the history should be.</param>
    /// <param name="catalog">The migrations.</param>
    /// <param name="schema">The only schema to look in; null for all.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public static async Task<IReadOnlyList<VersionTable>> FindAsync(NpgsqlConnection connection, VersionTable table,
        MigrationCatalog catalog, string? schema, CancellationToken cancellationToken)
    {
        var candidates = await CandidatesAsync(connection, table, schema, cancellationToken).ConfigureAwait(false);
        if (candidates.Count == 0)
            return [];

        await using var command = new NpgsqlCommand(string.Join("\nUNION ALL ", candidates.Select((one, number) =>
            $"SELECT {number}, {Identifier.Quote(table.VersionColumn)}::bigint, "
                + $"{Identifier.Quote(table.DescriptionColumn)}::text "
            + $"FROM {one.QuotedName} WHERE {Identifier.Quote(table.VersionColumn)} = ANY ($1)")), connection);
        command.Parameters.Add(new NpgsqlParameter<long[]>
        { TypedValue = [.. catalog.Migrations.Select(migration => migration.Version)] });
        HashSet<int> found = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var version = reader.GetInt64(1);
            if (version >= SurelyOurs || reader.IsDBNull(2) || reader.GetString(2) == catalog.Find(version)?.Name)
                found.Add(reader.GetInt32(0));
        }

        return [.. candidates.Where((_, number) => found.Contains(number))];
    }

    private static async Task<List<VersionTable>> CandidatesAsync(NpgsqlConnection connection, VersionTable table, string? schema,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT n.nspname::text, c.relname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND (n.nspname, c.relname) <> ($1::name, $2::name) AND ($6::text IS NULL OR n.nspname = $6)
              AND (SELECT count(*) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped
                   AND a.attname IN ($3, $4, $5) AND (a.attname <> $3 OR a.atttypid = 'int8'::regtype)) = 3
              AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AND NOT row_security_active(c.oid)
            ORDER BY c.relname <> $2, 1, 2 LIMIT {MostLookedAt}
            """, connection);
        foreach (var name in (string?[])[table.Schema, table.Name, table.VersionColumn, table.AppliedOnColumn,
            table.DescriptionColumn, schema])
            command.Parameters.Add(new NpgsqlParameter
            { Value = (object?)name ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });

        var candidates = new List<VersionTable>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            candidates.Add(table with { Schema = reader.GetString(0), Name = reader.GetString(1) });
        return candidates;
    }
}
