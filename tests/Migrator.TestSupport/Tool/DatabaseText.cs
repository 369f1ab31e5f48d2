using Npgsql;

namespace Migrator.TestSupport.Tool;

/// <summary>Everything in a database as text that can be compared, by the server's own functions: where pg_dump is older than the
/// server, and refuses it.</summary>
internal static class DatabaseText
{
    private const string Ours = "NOT nspname LIKE 'pg\\_%' AND nspname <> 'information_schema'";

    private static readonly string Sql = $"""
        WITH own AS (SELECT c.*, quote_ident(nspname) || '.' || quote_ident(relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE {Ours})
        SELECT concat_ws(' ', 'schema', nspname, pg_get_userbyid(nspowner), nspacl, obj_description(oid, 'pg_namespace')) FROM pg_namespace WHERE {Ours}
        UNION ALL SELECT concat_ws(' ', 'extension', extname, extnamespace::regnamespace) FROM pg_extension
        UNION ALL SELECT concat_ws(' ', 'relation', relkind, name, pg_get_userbyid(relowner), relacl, reloptions, relpersistence, relreplident, relrowsecurity,
            obj_description(oid, 'pg_class'), CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END) FROM own
        UNION ALL SELECT concat_ws(' ', 'column', name, attnum, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attacl,
            pg_get_expr(adbin, adrelid), col_description(own.oid, attnum))
            FROM own JOIN pg_attribute ON attrelid = own.oid AND attnum > 0 LEFT JOIN pg_attrdef ON adrelid = own.oid AND adnum = attnum WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
        UNION ALL SELECT concat_ws(' ', 'constraint', name, conname, pg_get_constraintdef(c.oid), obj_description(c.oid, 'pg_constraint')) FROM own JOIN pg_constraint c ON conrelid = own.oid
        UNION ALL SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisvalid) FROM own JOIN pg_index ON indrelid = own.oid
        UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), tgenabled) FROM own JOIN pg_trigger t ON tgrelid = own.oid AND NOT tgisinternal
        UNION ALL SELECT concat_ws(' ', 'policy', name, polname, polcmd, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) FROM own JOIN pg_policy ON polrelid = own.oid
        UNION ALL SELECT concat_ws(' ', 'sequence', schemaname, sequencename, start_value, increment_by, last_value) FROM pg_sequences
        UNION ALL SELECT concat_ws(' ', 'function', pg_get_functiondef(p.oid), proacl) FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE {Ours} AND prokind <> 'a'
        UNION ALL SELECT concat_ws(' ', 'type', nspname, typname, typtype, typnotnull, typdefault, (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
            FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace WHERE {Ours} AND typtype IN ('e', 'd', 'r')
        ORDER BY 1
        """;

    /// <summary>All but the rows of tables with <c>ersion</c> in their names.</summary>
    public static async Task<string> ReadAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var lines = await ColumnAsync(source, Sql);
        foreach (var table in await ColumnAsync(source, "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
            + "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename NOT LIKE '%ersion%' ORDER BY 1"))
            lines.AddRange(await ColumnAsync(source, $"SELECT '{table.Replace("'", "''", StringComparison.Ordinal)} ' || r::text FROM {table} r ORDER BY 1"));
        return string.Join('\n', lines);
    }

    private static async Task<List<string>> ColumnAsync(NpgsqlDataSource source, string sql)
    {
        List<string> values = [];
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            values.Add(reader.GetString(0));
        return values;
    }
}
