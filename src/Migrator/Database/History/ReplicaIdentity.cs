using Migrator.Database.Session;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.History;

/// <summary>
/// A publication that publishes deletes (FOR ALL TABLES has the version table in it) lets no row be deleted from a table without
/// a replica identity, and FluentMigrator's version table has none: its unique index will do.
/// </summary>
internal static class ReplicaIdentity
{
    /// <summary>Gives the version table one, where it needs one to be reverted in.</summary>
    /// <exception cref="RefusedException">It needs one, and our role may not give it.</exception>
    public static async Task EnsureAsync(NpgsqlConnection connection, VersionTable table, CancellationToken cancellationToken)
    {
        if (await MissingSqlAsync(connection, table, cancellationToken).ConfigureAwait(false) is not { } sql)
            return;

        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What <see cref="EnsureAsync"/> would run; null if nothing.</summary>
    /// <exception cref="RefusedException">It needs one, and our role may not give it.</exception>
    public static async Task<string?> MissingSqlAsync(NpgsqlConnection connection, VersionTable table,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql(table), connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            return null;

        var (sql, publications, owner) = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
        return reader.GetBoolean(3) ? sql : throw new RefusedException(new(RefusalReason.InsufficientPrivilege,
            $"No version can be taken out of {table.QuotedName}: its deletes are published ({publications}), and it has no replica "
            + "identity.", $"Its owner, {owner}, has to give it one: {sql}"));
    }

    /// <summary>The same as a part of a script.</summary>
    public static string Script(VersionTable table) =>
        $"""
        DO $migrator$
        DECLARE
          change text;
        BEGIN
          SELECT needed.change INTO change FROM ({Sql(table)}) needed;
          IF change IS NOT NULL THEN
            EXECUTE change;
          END IF;
        END
        $migrator$;
        """;

    // A row where it needs one: what gives it one, by which publications, whose it is, and whether our role may.
    private static string Sql(VersionTable table) =>
        $"""
        SELECT 'ALTER TABLE {table.QuotedName} REPLICA IDENTITY ' || coalesce('USING INDEX ' || (
                   SELECT pg_catalog.quote_ident(i.relname) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
                   WHERE x.indrelid = c.oid AND x.indisunique AND x.indimmediate AND x.indisvalid AND x.indpred IS NULL AND x.indexprs IS NULL
                     AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (x.indkey) AND NOT a.attnotnull)
                   ORDER BY x.indisprimary DESC, i.relname LIMIT 1), 'FULL') AS change,
               p.names, pg_catalog.pg_get_userbyid(c.relowner)::text, pg_catalog.pg_has_role(c.relowner, 'USAGE')
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace,
             LATERAL (SELECT string_agg(p.pubname::text, ', ' ORDER BY p.pubname) AS names
                      FROM pg_catalog.pg_publication p JOIN pg_catalog.pg_publication_tables t ON t.pubname = p.pubname
                      WHERE p.pubdelete AND t.schemaname = n.nspname AND t.tablename = c.relname) p
        WHERE n.nspname = '{table.Schema}' AND c.relname = '{table.Name}' AND c.relkind IN ('r', 'p') AND p.names IS NOT NULL
          AND c.relreplident <> 'f' AND NOT EXISTS (SELECT FROM pg_catalog.pg_index x WHERE x.indrelid = c.oid
              AND CASE c.relreplident WHEN 'd' THEN x.indisprimary WHEN 'i' THEN x.indisreplident ELSE false END)
        """;
}
