using Migrator.Sql.Reading;

namespace Migrator.Tests.Sql.Reading;

/// <summary>The one list of what the server runs in no transaction.</summary>
public sealed class OutsideTransactionTests
{
    [Theory]
    [InlineData("VACUUM (ANALYZE) orders", "VACUUM")]
    [InlineData("CREATE DATABASE shop", "CREATE DATABASE")]
    [InlineData("DROP TABLESPACE fast", "DROP TABLESPACE")]
    [InlineData("ALTER SYSTEM SET work_mem = '1GB'", "ALTER SYSTEM")]
    [InlineData("ALTER DATABASE shop SET TABLESPACE fast", "ALTER DATABASE ... SET TABLESPACE")]
    [InlineData("ALTER DATABASE shop SET work_mem = '1GB'", null)]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p", "CREATE SUBSCRIPTION")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)", null)]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (copy_data = false, create_slot = off)", null)]
    [InlineData("DROP SUBSCRIPTION s", "DROP SUBSCRIPTION")]
    [InlineData("ALTER SUBSCRIPTION s REFRESH PUBLICATION", "ALTER SUBSCRIPTION ... REFRESH")]
    [InlineData("ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)", null)]
    [InlineData("ALTER SUBSCRIPTION s ADD PUBLICATION p", "ALTER SUBSCRIPTION ... ADD PUBLICATION")]
    [InlineData("ALTER SUBSCRIPTION s DISABLE", null)]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY ix ON orders (state)", "CREATE INDEX CONCURRENTLY")]
    [InlineData("CREATE INDEX concurrently_ix ON orders (state)", null)]
    [InlineData("DROP INDEX CONCURRENTLY ix", "DROP INDEX CONCURRENTLY")]
    [InlineData("REINDEX (VERBOSE, CONCURRENTLY) TABLE orders", "REINDEX CONCURRENTLY")]
    [InlineData("REINDEX TABLE CONCURRENTLY orders", "REINDEX CONCURRENTLY")]
    [InlineData("REINDEX SCHEMA sales", "REINDEX SCHEMA")]
    [InlineData("REINDEX TABLE orders", null)]
    [InlineData("ALTER TABLE orders DETACH PARTITION orders_2024 CONCURRENTLY", "DETACH PARTITION CONCURRENTLY")]
    [InlineData("ALTER TABLE orders DETACH PARTITION orders_2024", null)]
    [InlineData("ALTER TABLE orders DETACH PARTITION orders_2024 FINALIZE", null)]
    [InlineData("ALTER TABLE orders ALTER note SET DEFAULT concurrently(), DETACH PARTITION orders_2024", null)]
    [InlineData("REINDEX (CONCURRENTLY false) TABLE orders", null)]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY totals", null)]
    [InlineData("REPACK", "REPACK")]
    [InlineData("REPACK USING INDEX", "REPACK")]
    [InlineData("REPACK (VERBOSE)", "REPACK")]
    [InlineData("REPACK orders", null)]
    [InlineData("REPACK orders USING INDEX ix", null)]
    [InlineData("REPACK (ANALYZE) orders (state)", "REPACK")]
    [InlineData("REPACK (ANALYZE off) orders", null)]
    [InlineData("REPACK (CONCURRENTLY) orders USING INDEX", "REPACK CONCURRENTLY")]
    [InlineData("REPACK (CONCURRENTLY 'off') orders", null)]
    [InlineData("CLUSTER", "CLUSTER")]
    [InlineData("CLUSTER orders USING ix", null)]
    [InlineData("ANALYZE", null)]
    [InlineData("COMMENT ON DATABASE shop IS 'VACUUM'", null)]
    public void Of_NamesWhatFailsInATransaction(string sql, string? expected) =>
        Assert.Equal(expected, OutsideTransaction.Of(Assert.Single(SqlStatement.Split(sql))));
}
