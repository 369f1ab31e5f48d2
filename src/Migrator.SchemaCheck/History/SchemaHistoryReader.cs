using Npgsql;

namespace Migrator.SchemaCheck;

/// <summary>
/// Reads the version table and the journal with plain SELECTs: no lock, no write, no right beyond SELECT. What is not there,
/// or was made by an older tool without all columns, is read as far as it goes.
/// </summary>
public static class SchemaHistoryReader
{
    /// <summary>Reads what <paramref name="table"/> and its journal say, in two round trips (one on a virgin database).</summary>
    /// <exception cref="PostgresException">The role may not read the table (42501).</exception>
    /// <exception cref="InvalidOperationException">It is none of FluentMigrator's, or row level security hides rows of
    /// it.</exception>
    public static async Task<SchemaHistory> ReadAsync(
        NpgsqlConnection connection, VersionTable table, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(table);

        var tables = await HistoryTables.LocateAsync(connection, table, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(connection, tables, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same, where it is known already what stands in their places.</summary>
    /// <exception cref="UnfitTableException">They are none of ours, or hide what they say.</exception>
    internal static async Task<SchemaHistory> ReadAsync(
        NpgsqlConnection connection, HistoryTables tables, CancellationToken cancellationToken)
    {
        tables.VerifyReadable();
        if (tables.Versions is not { Columns: var columns })
            return SchemaHistory.Empty;

        var journalColumns = tables.Journal?.Columns ?? [];
        var table = tables.Table;
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in Sql(table, columns, journalColumns))
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await ReadAsync(reader, journalColumns.Count > 0, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// SQL that reads a version table and a journal as they are today, without asking first: it fails where they, or a column,
    /// are missing.
    /// </summary>
    internal static IReadOnlyList<string> SqlOfToday(VersionTable table) =>
    [
        // What row level security may hide is looked at more closely by those that ask one by one.
        $"SELECT 1 / (CASE WHEN {IsSecured(table.QuotedName)} OR {IsSecured(table.QuotedJournalName)} THEN 0 ELSE 1 END)",
        .. Sql(table, [table.VersionColumn, table.DescriptionColumn, table.AppliedOnColumn], ["checksum", "statements_done", "generator"]),
    ];

    /// <summary>SQL that is true where row level security applies to our role on a table.</summary>
    internal static string IsSecured(string quotedName) => $"pg_catalog.row_security_active({Literal(quotedName)}::regclass)";

    /// <summary>Reads the answers; what comes after them is left.</summary>
    internal static async Task<SchemaHistory> ReadAsync(NpgsqlDataReader reader, bool journal,
        CancellationToken cancellationToken)
    {
        var applied = new List<AppliedMigration>();
        var dirty = new List<DirtyMigration>();
        long? floor = null;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var version = reader.GetInt64(0);
            // A table without its unique index may name a version twice; it is applied all the same.
            if (applied.Count == 0 || applied[^1].Version != version)
                applied.Add(new(version, Text(reader, 1), Utc(reader, 2), Milliseconds(reader, 3), Text(reader, 4))
                { Generator = Text(reader, 5) });
        }

        if (journal && await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (reader.GetBoolean(6))
                    floor = reader.GetInt64(0);
                else
                    dirty.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), Utc(reader, 3)!.Value,
                        reader.GetString(4), Number(reader, 5), Number(reader, 7), Text(reader, 8), Text(reader, 9)));
            }
        }

        return new(true, applied, dirty, floor);
    }

    private static IReadOnlyList<string> Sql(VersionTable table, HashSet<string> columns, HashSet<string> journalColumns) =>
        journalColumns.Count == 0
            ? [AppliedSql(table, columns, journalColumns)]
            : [AppliedSql(table, columns, journalColumns), JournalSql(table, journalColumns.Contains("statements_done"))];

    private static string AppliedSql(VersionTable table, HashSet<string> columns, HashSet<string> journalColumns)
    {
        var version = "v." + Identifier.Quote(table.VersionColumn);
        var description = columns.Contains(table.DescriptionColumn) ? "v." + Identifier.Quote(table.DescriptionColumn) : "NULL";
        var appliedOn = columns.Contains(table.AppliedOnColumn) ? "v." + Identifier.Quote(table.AppliedOnColumn) : "NULL";
        // FluentMigrator's column is a timestamp that holds UTC; a custom table may have a timestamptz: both read as UTC.
        var utc = $"CASE WHEN pg_typeof({appliedOn})::text LIKE '%without%' THEN {appliedOn}::timestamp AT TIME ZONE 'UTC' "
            + $"ELSE {appliedOn}::timestamptz END";
        var journal = journalColumns.Count > 0;
        var checksums = journalColumns.Contains("checksum");
        var generators = checksums && journalColumns.Contains("generator");
        var lastUp = $"LEFT JOIN ({JournalRules.Last(table, "version, duration_ms", JournalRules.IsApplied())}) j ON j.version "
            + $"= {version}";
        var written = $"LEFT JOIN ({JournalRules.Last(table, $"version, checksum{(generators ? ", generator" : "")}", JournalRules.HasChecksum())}) k ON k.version "
            + $"= {version}";
        return $"""
            SELECT {version}::bigint, {description}::text, {utc}, {(journal ? "j.duration_ms" : "NULL")}::bigint, {(checksums ? "k.checksum" : "NULL")}::text, {(generators ? "k.generator" : "NULL")}::text
            FROM {table.QuotedName} v
            {(journal ? lastUp : "")}
            {(checksums ? written : "")}
            WHERE {version} IS NOT NULL
            ORDER BY 1
            """;
    }

    private static string JournalSql(VersionTable table, bool knowsStatements)
    {
        var isApplied = $"EXISTS (SELECT FROM {table.QuotedName} v WHERE v.{Identifier.Quote(table.VersionColumn)} = j.version)";
        return $"""
            SELECT version, name, direction, started_at, run, statement, false,
                   {(knowsStatements ? "statements_done, done_hash, begun_hash" : "NULL::integer, NULL::text, NULL::text")}
            FROM ({JournalRules.Last(table, "*")}) last
            WHERE {JournalRules.IsUnfinished()}
            UNION ALL
            {JournalRules.Floor(table, "j.version, '', '', j.started_at, '', NULL::integer, true, NULL::integer, NULL::text, NULL::text", isApplied)}
            ORDER BY 1
            """;
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static int? Number(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Utc(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new DateTimeOffset(reader.GetDateTime(column), TimeSpan.Zero);

    private static TimeSpan? Milliseconds(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : TimeSpan.FromMilliseconds(reader.GetInt64(column));
}
