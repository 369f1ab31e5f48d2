namespace Migrator.TestSupport;

/// <summary>What migrations made of a database, as text that can be compared.</summary>
public static class SchemaSnapshot
{
    private const string Own = "relnamespace = 'public'::regnamespace AND relname !~ 'VersionInfo|UC_Version'";

    /// <summary>
    /// Everything that the migrations made, a line each, in an order of its own: columns count by name, since a column that was
    /// dropped and came back stands at the end of its table.
    /// </summary>
    public static async Task<string> CatalogAsync(this TestDatabase database) => string.Join('\n', await database.ColumnAsync<string>($"""
        WITH own AS (SELECT oid, relname, relkind FROM pg_class WHERE {Own})
        SELECT concat_ws(' ', 'column', relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, pg_get_expr(adbin, adrelid))
        FROM own JOIN pg_attribute ON attrelid = own.oid AND attnum > 0 AND NOT attisdropped
        LEFT JOIN pg_attrdef ON adrelid = own.oid AND adnum = attnum WHERE relkind IN ('r', 'v')
        UNION ALL SELECT concat_ws(' ', 'constraint', relname, conname, pg_get_constraintdef(pg_constraint.oid), convalidated)
        FROM own JOIN pg_constraint ON conrelid = own.oid
        UNION ALL SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisvalid, indisunique) FROM own JOIN pg_index ON indrelid = own.oid
        UNION ALL SELECT concat_ws(' ', 'view', relname, pg_get_viewdef(oid)) FROM own WHERE relkind = 'v'
        UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(pg_trigger.oid)) FROM own JOIN pg_trigger ON tgrelid = own.oid AND NOT tgisinternal
        UNION ALL SELECT concat_ws(' ', 'function', pg_get_functiondef(oid)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', 'kind', relkind, relname) FROM own
        ORDER BY 1
        """));

    /// <summary>The rows of every table that the migrations made, a line a table: how many, and a digest of all that is in
    /// them.</summary>
    public static async Task<string> RowsAsync(this TestDatabase database)
    {
        var tables = await database.ColumnAsync<string>($"SELECT relname::text FROM pg_class WHERE {Own} AND relkind = 'r' "
            + $"ORDER BY 1");
        return tables.Count == 0
            ? "" : string.Join('\n', await database.ColumnAsync<string>(string.Join(" UNION ALL ", tables.Select(table =>
            $"""SELECT concat_ws(' ', 'rows', '{table}', count(*), md5(string_agg(one::text, ',' ORDER BY one::text))) FROM public."{table}" AS one"""))));
    }
}
