namespace Migrator.Tests.Linting.Rules;

public sealed class TextRuleTests : RuleTests
{
    private const string Bytes63 = "n23456789012345678901234567890123456789012345678901234567890123";
    private const string Bytes64 = Bytes63 + "4";

    [Theory]
    [InlineData("invalid", "\\restrict abc\nSELECT 1")]
    [InlineData("sends-nothing", "-- nothing")]
    [InlineData("identifier-too-long", $"ALTER TABLE orders ADD {Bytes64} text")]
    [InlineData("identifier-too-long", $"CREATE TABLE \"{Bytes64}\" (id int)")]
    [InlineData("identifier-too-long", "CREATE TABLE \"größe_größe_größe_größe_größe_größe_größe_größe_größe\" (id int)")]
    [InlineData("opaque", "DO $$ BEGIN ALTER TABLE orders ADD note text; END $$")]
    [InlineData("opaque", "CALL rebuild()")]
    [InlineData("opaque", "EXECUTE prepared(1)")]
    [InlineData("opaque", "SELECT ours.rebuild()")]
    [InlineData("opaque", "FROBNICATE orders")]
    [InlineData("opaque", "ALTER TABLE orders FROBNICATE")]
    [InlineData("opaque", "ALTER TABLE orders ALTER COLUMN state FROBNICATE")]
    [InlineData("opaque", "CREATE FROBNICATOR f ON orders")]
    [InlineData("opaque", "DROP FROBNICATOR f")]
    [InlineData("opaque", "ALTER FROBNICATOR f")]
    [InlineData("newer-than-server",
        "on 17: ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED")]
    [InlineData("newer-than-server",
        "on 17: CREATE TABLE t (a int CHECK (a > 0) NOT ENFORCED)")]
    [InlineData("newer-than-server",
        "on 17: ALTER TABLE t ALTER CONSTRAINT f ENFORCED")]
    [InlineData("newer-than-server",
        "on 17: ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID")]
    [InlineData("newer-than-server",
        "on 17: CREATE TABLE t (a int, CONSTRAINT n NOT NULL a)")]
    [InlineData("newer-than-server",
        "on 17: CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2))")]
    [InlineData("newer-than-server",
        "on 17: ALTER TABLE t ADD b int GENERATED ALWAYS AS (a * 2) VIRTUAL")]
    [InlineData("newer-than-server",
        "on 17: CREATE TABLE t (a int, d daterange, PRIMARY KEY (a, d WITHOUT OVERLAPS))")]
    [InlineData("newer-than-server",
        "on 17: ALTER TABLE t ADD FOREIGN KEY (a, PERIOD d) REFERENCES p (a, PERIOD d)")]
    [InlineData("newer-than-server",
        "on 16: ALTER DOMAIN d ADD CONSTRAINT n NOT NULL")]
    [InlineData("newer-than-server",
        "on 16: ALTER TABLE t ALTER b SET EXPRESSION AS (a * 3)")]
    [InlineData("newer-than-server",
        "on 16: MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE RETURNING t.a")]
    [InlineData("newer-than-server",
        "on 14: MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE")]
    [InlineData("newer-than-server",
        "on 14: CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT")]
    [InlineData("newer-than-server",
        "on 14: CREATE VIEW v WITH (security_invoker = true) AS SELECT 1")]
    [InlineData("newer-than-server",
        "on 14: ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p ON DELETE SET NULL (a)")]
    public void Finds(string rule, string sql) => AssertFinds(rule, sql);

    [Theory]
    [InlineData("invalid", "SELECT '\\restrict'")]
    [InlineData("sends-nothing", "SELECT 1")]
    [InlineData("identifier-too-long", $"ALTER TABLE orders ADD {Bytes63} text")]
    [InlineData("identifier-too-long", $"COMMENT ON TABLE orders IS '{Bytes64}'")]
    [InlineData("opaque", "SELECT count(*), now(), coalesce(max(total), 0) FROM orders WHERE id IN (1, 2)")]
    [InlineData("opaque", "SELECT grouping(a), count(*) FROM orders GROUP BY a, ROLLUP (b, c), CUBE (d)")]
    [InlineData("opaque", "SELECT count(*) FROM orders GROUP BY GROUPING SETS ((a), ROLLUP (b), ())")]
    [InlineData("opaque", "SELECT setval('orders_id_seq', 100)")]
    [InlineData("opaque", "COMMENT ON TABLE orders IS 'DO $$ x $$'")]
    [InlineData("opaque",
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $body$ BEGIN EXECUTE 'SELECT 1'; RETURN 1; END $body$")]
    [InlineData("opaque", "CREATE EXTENSION IF NOT EXISTS citext; GRANT SELECT ON orders TO reader; CREATE OR REPLACE VIEW v AS "
        + "SELECT 1; CREATE SEQUENCE s; ANALYZE")]
    [InlineData("opaque", "CREATE SCHEMA sales; CREATE DOMAIN d AS int; ALTER SEQUENCE s OWNED BY orders.id; ALTER TABLE orders "
        + "OWNER TO someone; DROP FUNCTION f; DROP VIEW v")]
    [InlineData("newer-than-server",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED")]
    [InlineData("newer-than-server",
        "on 18: CREATE TABLE t (a int, d daterange, b int GENERATED ALWAYS AS (a * 2), PRIMARY KEY (a, d WITHOUT OVERLAPS))")]
    [InlineData("newer-than-server",
        "on 14: CREATE TABLE t (a int NOT NULL, period int, enforced bool CHECK (NOT enforced), b int GENERATED ALWAYS AS (a * 2) STORED)")]
    [InlineData("newer-than-server",
        "on 14: ALTER TABLE t ADD enforced bool, ADD UNIQUE (a, period), ALTER a SET DEFAULT (1 + 1), ALTER CONSTRAINT f DEFERRABLE")]
    [InlineData("newer-than-server",
        "on 14: CREATE INDEX i ON t (a, period); COMMENT ON TABLE t IS 'MERGE INTO t NOT ENFORCED'")]
    [InlineData("newer-than-server",
        "on 17: ALTER DOMAIN d ADD CONSTRAINT n NOT NULL; ALTER DOMAIN d SET NOT NULL")]
    [InlineData("newer-than-server",
        "on 17: MERGE INTO t USING s ON t.a = s.a WHEN NOT MATCHED BY SOURCE THEN DELETE RETURNING t.a")]
    public void SilentOnTheSafeForm(string rule, string sql) => AssertSilent(rule, sql);
}
