using Migrator.Sql.Reading;

namespace Migrator.Tests.Sql.Reading;

public sealed class ConcurrentIndexParseTests
{
    [Theory]
    [InlineData("CREATE INDEX CONCURRENTLY ix ON t (c)", "ix", "t")]
    [InlineData("create unique index concurrently IX_Big on Orders using btree (c)", "ix_big", "Orders")]
    [InlineData("CREATE INDEX CONCURRENTLY IF NOT EXISTS \"IX Big\" ON ONLY \"public\".\"Big Orders\" (c)", "IX Big",
        "\"public\".\"Big Orders\"")]
    [InlineData("CREATE INDEX CONCURRENTLY \"a\"\"b\" ON shop . t (c)", "a\"b", "shop . t")]
    [InlineData("-- why\n/* big */ CREATE INDEX CONCURRENTLY ix ON t (c);", "ix", "t")]
    [InlineData("CREATE INDEX CONCURRENTLY \"ix\"ON t (c)", "ix", "t")]
    [InlineData("CREATE INDEX CONCURRENTLY ON t (c)", null, "t")]
    [InlineData("CREATE INDEX CONCURRENTLY \"on\" ON t (c)", "on", "t")]
    [InlineData("CREATE INDEX CONCURRENTLY onset ON t (c)", "onset", "t")]
    public void TryParse_Create_GivesNameAndTable(string sql, string? name, string table) =>
        Assert.Equal(new ConcurrentIndex(true, name, table), ConcurrentIndex.TryParse(sql));

    [Theory]
    [InlineData("DROP INDEX CONCURRENTLY ix", "ix", "ix")]
    [InlineData("drop index concurrently if exists shop.\"IX\"", "IX", "shop.\"IX\"")]
    public void TryParse_Drop_GivesTheIndex(string sql, string name, string index) =>
        Assert.Equal(new ConcurrentIndex(false, name, index), ConcurrentIndex.TryParse(sql));

    [Theory]
    [InlineData("CREATE INDEX ix ON t (c)")]
    [InlineData("REINDEX INDEX CONCURRENTLY ix")]
    [InlineData("CREATE INDEX CONCURRENTLY a ON t (c); CREATE INDEX CONCURRENTLY b ON t (c)")]
    [InlineData("CREATE INDEX CONCURRENTLY")]
    [InlineData("INSERT INTO t VALUES ('CREATE INDEX CONCURRENTLY ix ON t (c)')")]
    public void TryParse_AnythingElse_IsNone(string sql) => Assert.Null(ConcurrentIndex.TryParse(sql));
}
