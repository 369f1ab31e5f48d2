namespace Migrator.Tests.Linting.Rules;

public sealed class IndexRuleTests : RuleTests
{
    [Theory]
    [InlineData("index-not-concurrent", "CREATE INDEX ix ON orders (state)")]
    [InlineData("index-not-concurrent", "create unique index on sales.orders using btree (lower(state))")]
    [InlineData("index-not-concurrent", "CREATE INDEX IF NOT EXISTS ix ON \"public\".\"orders\" (\"state\" ASC)")]
    [InlineData("index-not-concurrent", "outside: CREATE INDEX ix ON orders (state)")]
    [InlineData("index-not-concurrent", "CREATE INDEX /* CONCURRENTLY */ ix ON orders (state) -- CONCURRENTLY")]
    [InlineData("index-not-concurrent", "CREATE INDEX concurrently_ix ON orders (state)")]
    [InlineData("drop-index-not-concurrent", "DROP INDEX ix")]
    [InlineData("drop-index-not-concurrent", "DROP INDEX IF EXISTS sales.ix, \"Ix\"")]
    [InlineData("concurrently-in-transaction", "CREATE INDEX CONCURRENTLY ix ON orders (state)")]
    [InlineData("concurrently-in-transaction", "DROP INDEX CONCURRENTLY ix")]
    [InlineData("concurrently-in-transaction", "REINDEX TABLE CONCURRENTLY orders")]
    [InlineData("concurrently-in-transaction", "REPACK (CONCURRENTLY) orders")]
    [InlineData("concurrently-in-transaction", "ALTER TABLE orders DETACH PARTITION orders_2024 CONCURRENTLY")]
    [InlineData("concurrently-in-transaction", "outside: CREATE INDEX CONCURRENTLY a ON orders (state); CREATE INDEX "
        + "CONCURRENTLY b ON orders (total)")]
    [InlineData("concurrently-in-transaction", "outside: ANALYZE orders; DROP INDEX CONCURRENTLY ix")]
    [InlineData("concurrent-if-not-exists", "outside: CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON orders (state)")]
    [InlineData("reindex", "REINDEX TABLE orders")]
    [InlineData("reindex", "outside: REINDEX (VERBOSE) INDEX ix")]
    [InlineData("reindex", "outside: REINDEX DATABASE shop")]
    [InlineData("concurrent-on-partitioned", "CREATE TABLE orders (id int) PARTITION BY RANGE (id) => outside: CREATE INDEX "
        + "CONCURRENTLY ix ON orders (id)")]
    [InlineData("concurrent-on-partitioned", "CREATE TABLE orders (id int) PARTITION BY RANGE (id); CREATE INDEX ix ON orders "
        + "(id) => outside: DROP INDEX CONCURRENTLY ix")]
    public void Finds(string rule, string sql) => AssertFinds(rule, sql);

    [Theory]
    [InlineData("index-not-concurrent", "outside: CREATE INDEX CONCURRENTLY ix ON orders (state)")]
    [InlineData("index-not-concurrent", "CREATE INDEX ix ON ONLY orders (state)")]
    [InlineData("drop-index-not-concurrent", "outside: DROP INDEX CONCURRENTLY ix")]
    [InlineData("concurrently-in-transaction", "outside: CREATE INDEX CONCURRENTLY a ON orders (state) || CREATE INDEX "
        + "CONCURRENTLY b ON orders (total);")]
    [InlineData("concurrently-in-transaction", "REFRESH MATERIALIZED VIEW CONCURRENTLY totals")]
    [InlineData("concurrently-in-transaction", "REINDEX (CONCURRENTLY false) TABLE orders")]
    [InlineData("concurrently-in-transaction", "COMMENT ON TABLE orders IS 'DROP INDEX CONCURRENTLY ix' -- CONCURRENTLY")]
    [InlineData("concurrently-in-transaction", "ALTER TABLE orders ADD note text DEFAULT concurrently()")]
    [InlineData("concurrent-if-not-exists", "outside: CREATE INDEX CONCURRENTLY ix ON orders (state)")]
    [InlineData("reindex", "outside: REINDEX TABLE CONCURRENTLY orders")]
    [InlineData("reindex", "outside: REINDEX (CONCURRENTLY) INDEX ix")]
    [InlineData("concurrent-on-partitioned", "CREATE TABLE orders (id int) PARTITION BY RANGE (id); CREATE TABLE orders_1 "
        + "PARTITION OF orders DEFAULT => outside: CREATE INDEX ix ON ONLY orders (id) || CREATE INDEX CONCURRENTLY ix_1 ON "
        + "orders_1 (id) || ALTER INDEX ix ATTACH PARTITION ix_1")]
    public void SilentOnTheSafeForm(string rule, string sql) => AssertSilent(rule, sql);

    [Theory]
    [InlineData("index-not-concurrent", "CREATE TABLE orders (id int); CREATE INDEX ix ON public.orders (id)")]
    [InlineData("index-not-concurrent", "CREATE TABLE \"public\".\"orders\" (id int) || CREATE INDEX ix ON orders (id)")]
    [InlineData("drop-index-not-concurrent", "CREATE TABLE orders (id int); CREATE INDEX ix ON orders (id); DROP INDEX ix")]
    [InlineData("concurrent-if-not-exists", "outside: CREATE TABLE orders (id int) || CREATE INDEX CONCURRENTLY IF NOT EXISTS "
        + "ix ON orders (id)")]
    [InlineData("reindex", "CREATE TABLE orders (id int); REINDEX TABLE orders")]
    [InlineData("reindex", "CREATE TABLE orders (id int); CREATE INDEX ix ON orders (id); REINDEX INDEX ix")]
    public void SilentOnANewTable(string rule, string sql) => AssertSilent(rule, sql);

    [Theory]
    [InlineData("CREATE TABLE other (id int); CREATE INDEX ix ON orders (id)")]
    [InlineData("CREATE TABLE orders (id int) => CREATE INDEX ix ON orders (id)")]
    [InlineData("CREATE TABLE sales.orders (id int); CREATE INDEX ix ON orders (id)")]
    [InlineData("CREATE TABLE orders (id int) => CREATE TABLE IF NOT EXISTS orders (id int); CREATE INDEX ix ON orders (id)")]
    [InlineData("CREATE TABLE \"Orders\" (id int); CREATE INDEX ix ON orders (id)")]
    public void AnotherTable_OrOneOfAnEarlierMigration_IsNotNew(string sql) => AssertFinds("index-not-concurrent", sql);
}
