using Migrator.Sql.Reading;

namespace Migrator.Tests.Sql.Reading;

/// <summary>What is read of a statement, where a rule's case would not show it.</summary>
public sealed class StatementReaderTests
{
    [Theory]
    [InlineData("ALTER TABLE ONLY \"Sales\".\"Or\"\"ders\" ADD x int", "Sales.Or\"ders")]
    [InlineData("ALTER TABLE IF EXISTS Public.Orders * ADD x int", "orders")]
    [InlineData("TRUNCATE catalog.sales.orders", "sales.orders")]
    [InlineData("CREATE INDEX ON ONLY orders (a)", "orders")]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"on\" ON orders (a)", "orders")]
    [InlineData("CREATE TRIGGER t BEFORE UPDATE OF a, b ON orders FOR EACH ROW WHEN (old.a <> new.a) EXECUTE FUNCTION f()",
        "orders")]
    [InlineData("CREATE OR REPLACE RULE r AS ON UPDATE TO orders WHERE old.a = 1 DO ALSO NOTIFY x", "orders")]
    [InlineData("CLUSTER ix ON orders", "orders")]
    [InlineData("DELETE FROM ONLY orders o USING lines WHERE o.id = lines.id", "orders")]
    [InlineData("MERGE INTO orders USING lines ON true WHEN MATCHED THEN DELETE", "orders")]
    public void Table_IsAsTheServerFoldsIt(string sql, string table) => Assert.Equal(table, Read(sql).Single().Table?.ToString());

    [Theory]
    [InlineData("ALTER TABLE t ADD c numeric(12, 2) DEFAULT (1 + 2) * 3 NOT NULL", "numeric(12,2)")]
    [InlineData("ALTER TABLE t ADD c Timestamp (3) With Time Zone", "timestamp(3)with time zone")]
    [InlineData("ALTER TABLE t ADD c double precision[] COLLATE \"C\"", "double precision[]")]
    [InlineData("ALTER TABLE t ADD c CHARACTER VARYING(20) NULL", "varchar(20)")]
    [InlineData("ALTER TABLE t ADD COLUMN IF NOT EXISTS c int", "integer")]
    public void Type_IsRead(string sql, string type) => Assert.Equal(type, Read(sql).Single().Column!.Type);

    [Fact]
    public void AlterTable_HasAChangeForEachAction_DropsFirstAsTheServer() => Assert.Equal(
        ["DropColumn b", "AddColumn a", "SetNotNull c", "AddCheck ck", "AddForeignKey fk", "Locks ", "ValidateConstraint x"],
        Read("ALTER TABLE t ADD a numeric(1,2) DEFAULT f(1, 2), DROP b, ALTER c SET NOT NULL, ADD CONSTRAINT ck CHECK (a IN (1, 2)), "
            + "ADD CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES u (a, b), OWNER TO me, VALIDATE CONSTRAINT x").Select(change =>
                $"{change.Kind} {change.Name}"));

    [Theory]
    [InlineData("WITH a AS (SELECT 1), b (x) AS NOT MATERIALIZED (UPDATE t SET a = 1 RETURNING x) INSERT INTO u SELECT * FROM b",
        "UPDATE t, INSERT u")]
    [InlineData("WITH RECURSIVE a AS (SELECT 1 UNION SELECT 2) DELETE FROM t WHERE id IN (SELECT * FROM a)", "DELETE t")]
    public void With_IsReadThrough(string sql, string writes) =>
        Assert.Equal(writes,
            string.Join(", ",
                Read(sql).Where(change => change.Kind == ChangeKind.WriteRows)
                    .Select(change => $"{change.Action} {change.Table}")));

    // What does not end, or says too little, is for the server to refuse.
    [Theory]
    [InlineData("ALTER TABLE")]
    [InlineData("ALTER TABLE t ADD")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT")]
    [InlineData("ALTER TABLE t ALTER")]
    [InlineData("CREATE INDEX")]
    [InlineData("CREATE TABLE t (")]
    [InlineData("CREATE TABLE t (a int,")]
    [InlineData("WITH a AS (")]
    [InlineData("WITH")]
    [InlineData("CREATE TRIGGER")]
    [InlineData("DROP TABLE")]
    [InlineData("REINDEX")]
    [InlineData("LOCK")]
    [InlineData("SET")]
    [InlineData("SELECT f(")]
    [InlineData("SELECT a::")]
    [InlineData("INSERT INTO")]
    public void TextThatEndsTooSoon_EndsAllTheSame(string sql) => Assert.NotNull(Read(sql));

    private static IReadOnlyList<SqlChange> Read(string sql) => StatementReader.Read(Assert.Single(SqlStatement.Split(sql)));
}
