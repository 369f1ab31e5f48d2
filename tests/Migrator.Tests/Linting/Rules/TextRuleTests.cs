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
    public void Finds(string rule, string sql) => AssertFinds(rule, sql);

    [Theory]
    [InlineData("invalid", "SELECT '\\restrict'")]
    [InlineData("sends-nothing", "SELECT 1")]
    [InlineData("identifier-too-long", $"ALTER TABLE orders ADD {Bytes63} text")]
    [InlineData("identifier-too-long", $"COMMENT ON TABLE orders IS '{Bytes64}'")]
    [InlineData("opaque", "SELECT count(*), now(), coalesce(max(total), 0) FROM orders WHERE id IN (1, 2)")]
    [InlineData("opaque", "SELECT setval('orders_id_seq', 100)")]
    [InlineData("opaque", "COMMENT ON TABLE orders IS 'DO $$ x $$'")]
    [InlineData("opaque",
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $body$ BEGIN EXECUTE 'SELECT 1'; RETURN 1; END $body$")]
    [InlineData("opaque", "CREATE EXTENSION IF NOT EXISTS citext; GRANT SELECT ON orders TO reader; CREATE OR REPLACE VIEW v AS "
        + "SELECT 1; CREATE SEQUENCE s; ANALYZE")]
    [InlineData("opaque", "CREATE SCHEMA sales; CREATE DOMAIN d AS int; ALTER SEQUENCE s OWNED BY orders.id; ALTER TABLE orders "
        + "OWNER TO someone; DROP FUNCTION f; DROP VIEW v")]
    public void SilentOnTheSafeForm(string rule, string sql) => AssertSilent(rule, sql);
}
