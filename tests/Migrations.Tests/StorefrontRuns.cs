using Migrator;
using Migrator.Catalog;
using Migrator.Planning;
using Migrator.Testing;
using Storefront.Migrations;

namespace Migrations.Tests;

/// <summary>The sample schema on a test's database.</summary>
internal static class StorefrontRuns
{
    private static readonly MigrationAssembly Assembly = MigrationAssembly.From(typeof(CreateCustomers).Assembly);

    public static MigrationEngine Engine(this TestDatabase database, string? profile = null) =>
        new(Assembly, database.Options, new MigrationSelection([], profile));

    public static Task<MigrationOutcome> Up(this MigrationEngine engine, string target = "latest") =>
        engine.UpAsync(Parse(target), new() { Policy = new(AllowBreaking: true) }, cancellationToken: TestContext.Current.CancellationToken);

    public static Task<MigrationOutcome> Down(this MigrationEngine engine, string target) =>
        engine.DownAsync(Parse(target), new() { Confirm = (_, _) => ValueTask.FromResult(true) }, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>
    /// Everything that the migrations made, a line each, in an order of its own: columns count by name, since a column that was
    /// dropped and came back stands at the end of its table.
    /// </summary>
    public static async Task<string> CatalogAsync(this TestDatabase database) => string.Join('\n', await database.ColumnAsync<string>("""
        WITH own AS (SELECT oid, relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname !~ 'VersionInfo|UC_Version')
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

    private static Target Parse(string text)
    {
        Assert.True(Target.TryParse(text, out var target), text);
        return target;
    }
}
