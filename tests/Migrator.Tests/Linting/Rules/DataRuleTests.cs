namespace Migrator.Tests.Linting.Rules;

public sealed class DataRuleTests : RuleTests
{
    [Theory]
    [InlineData("unbatched-write", "UPDATE orders SET total = 0")]
    [InlineData("unbatched-write", "UPDATE \"public\".\"orders\" SET \"total\" = 0 WHERE 1 = 1;")]
    [InlineData("unbatched-write", "UPDATE orders SET note = 'WHERE id = 1'")]
    [InlineData("unbatched-write", "UPDATE orders SET total = (SELECT sum(price) FROM lines WHERE order_id = orders.id)")]
    [InlineData("unbatched-write", "outside: DELETE FROM orders")]
    [InlineData("unbatched-write", "DELETE FROM orders WHERE true RETURNING id")]
    [InlineData("unbatched-write", "WITH gone AS (DELETE FROM orders RETURNING *) SELECT count(*) FROM gone")]
    [InlineData("unbatched-write", "ALTER TABLE orders ADD total numeric; UPDATE orders SET total = 0 WHERE total IS NULL")]
    [InlineData("unbatched-write", "ALTER TABLE orders ADD note text; INSERT INTO archive SELECT * FROM orders WHERE id < 10")]
    [InlineData("unbatched-write", "ALTER TABLE orders ADD note text; COPY orders (id) FROM stdin;\n1\n\\.\n")]
    [InlineData("rewrite-maintenance", "outside: VACUUM FULL orders")]
    [InlineData("rewrite-maintenance", "outside: VACUUM (FULL, ANALYZE)")]
    [InlineData("rewrite-maintenance", "outside: CLUSTER orders USING ix")]
    [InlineData("rewrite-maintenance", "outside: REPACK orders USING INDEX ix")]
    [InlineData("rewrite-maintenance", "outside: REPACK")]
    [InlineData("rewrite-maintenance", "outside: REPACK (CONCURRENTLY false, VERBOSE) orders")]
    [InlineData("rewrite-maintenance", "ALTER TABLE orders SET UNLOGGED")]
    [InlineData("rewrite-maintenance", "ALTER TABLE orders SET TABLESPACE fast")]
    [InlineData("rewrite-maintenance", "ALTER INDEX ix SET TABLESPACE fast")]
    [InlineData("rewrite-maintenance", "REFRESH MATERIALIZED VIEW totals")]
    [InlineData("enum-add-and-use", "ALTER TYPE mood ADD VALUE 'bored'; UPDATE people SET mood = 'bored' WHERE id = 1")]
    [InlineData("enum-add-and-use", "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'it''s' AFTER 'ok' || ALTER TABLE people ALTER "
        + "mood SET DEFAULT 'it''s'")]
    [InlineData("enum-new-and-use", "CREATE TYPE mood AS ENUM ('ok'); ALTER TYPE mood ADD VALUE 'bored'; SELECT 'bored'::mood")]
    [InlineData("enum-new-and-use",
        "on 16: CREATE TYPE mood AS ENUM ('ok') || ALTER TYPE mood ADD VALUE 'bored' || INSERT INTO t VALUES ('bored')")]
    public void Finds(string rule, string sql) => AssertFinds(rule, sql);

    [Theory]
    [InlineData("unbatched-write", "outside: UPDATE orders SET total = 0 WHERE id BETWEEN 1 AND 1000 AND total IS NULL")]
    [InlineData("unbatched-write",
        "outside: DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE state = 'old' LIMIT 1000)")]
    [InlineData("unbatched-write", "INSERT INTO states (code) VALUES ('new'), ('old') ON CONFLICT (code) DO UPDATE SET code = "
        + "excluded.code")]
    [InlineData("unbatched-write", "ALTER TABLE orders ADD note text; INSERT INTO states (code) VALUES ('new')")]
    [InlineData("unbatched-write",
        "outside: ALTER TABLE orders ADD total numeric || UPDATE orders SET total = 0 WHERE id < 1000")]
    [InlineData("unbatched-write", "COPY orders (id) FROM stdin;\nDELETE FROM orders;\n\\.\n")]
    [InlineData("unbatched-write", "ALTER TABLE orders ADD note text; COPY orders TO '/srv/orders'; COPY (SELECT 1) TO '/srv/one'")]
    [InlineData("opaque", "COPY orders TO '/srv/orders'; COPY (SELECT 1 FROM orders) TO '/srv/one'")]
    [InlineData("rewrite-maintenance", "outside: VACUUM (ANALYZE) orders")]
    [InlineData("rewrite-maintenance", "outside: VACUUM (FULL false) orders")]
    [InlineData("rewrite-maintenance", "outside: REPACK (CONCURRENTLY) orders")]
    [InlineData("rewrite-maintenance", "REFRESH MATERIALIZED VIEW CONCURRENTLY totals")]
    [InlineData("rewrite-maintenance", "ALTER TABLE orders SET (fillfactor = 80)")]
    [InlineData("rewrite-maintenance", "ALTER TABLE orders CLUSTER ON ix")]
    [InlineData("enum-add-and-use", "ALTER TYPE mood ADD VALUE 'bored' => UPDATE people SET mood = 'bored' WHERE id = 1")]
    [InlineData("enum-add-and-use",
        "outside: ALTER TYPE mood ADD VALUE 'bored' || UPDATE people SET mood = 'bored' WHERE id = 1")]
    [InlineData("enum-add-and-use", "ALTER TYPE mood ADD VALUE 'bored'; UPDATE people SET mood = 'ok' WHERE id = 1")]
    [InlineData("rewrite-maintenance", "CREATE TABLE orders (id int, w int GENERATED ALWAYS AS (id * 2) VIRTUAL) => ALTER TABLE "
        + "orders ALTER w SET EXPRESSION AS (id * 3)")]
    [InlineData("enum-new-and-use", "CREATE TYPE mood AS ENUM ('ok', 'bored'); SELECT 'bored'::mood")]
    [InlineData("enum-new-and-use",
        "on 17: CREATE TYPE mood AS ENUM ('ok'); ALTER TYPE mood ADD VALUE 'bored'; SELECT 'bored'::mood")]
    [InlineData("enum-new-and-use",
        "outside: CREATE TYPE mood AS ENUM ('ok') || ALTER TYPE mood ADD VALUE 'bored' || SELECT 'bored'::mood")]
    public void SilentOnTheSafeForm(string rule, string sql) => AssertSilent(rule, sql);

    [Theory]
    [InlineData("unbatched-write", "CREATE TABLE copied (id int); INSERT INTO copied SELECT id FROM orders; UPDATE copied SET "
        + "id = id + 1; DELETE FROM copied")]
    [InlineData("rewrite-maintenance",
        "CREATE MATERIALIZED VIEW totals AS SELECT 1 WITH NO DATA; REFRESH MATERIALIZED VIEW totals")]
    [InlineData("rewrite-maintenance", "CREATE UNLOGGED TABLE copied (id int); ALTER TABLE copied SET LOGGED")]
    [InlineData("enum-add-and-use", "CREATE TYPE mood AS ENUM ('ok'); ALTER TYPE mood ADD VALUE 'bored'; INSERT INTO people "
        + "VALUES ('bored')")]
    public void SilentOnANewTable(string rule, string sql) => AssertSilent(rule, sql);
}
