namespace Migrator.Tests.Linting.Rules;

public sealed class ExtensionRuleTests : RuleTests
{
    [Theory]
    [InlineData("missing-extension", "SELECT uuid_generate_v4()")]
    [InlineData("missing-extension", "CREATE TABLE login (id uuid NOT NULL DEFAULT uuid_generate_v4())")]
    [InlineData("missing-extension", "CREATE TABLE login (name citext)")]
    [InlineData("missing-extension", "CREATE TABLE login (names public.citext[])")]
    [InlineData("missing-extension", "CREATE TABLE login (place geometry(Point, 4326))")]
    [InlineData("missing-extension", "CREATE TABLE login (name text); CREATE INDEX ix ON login USING gin (name gin_trgm_ops)")]
    [InlineData("missing-extension", "CREATE EXTENSION pgcrypto => SELECT similarity('a', 'b')")]
    [InlineData("missing-extension", "CREATE TABLE login (place cube)")]
    [InlineData("missing-extension", "SELECT cube(array[1, 2]) FROM login GROUP BY 1")]
    [InlineData("missing-extension", "SELECT count(*) FROM login GROUP BY name HAVING cube(1) IS NULL")]
    [InlineData("missing-extension", "SELECT (SELECT count(*) FROM login GROUP BY name), cube(1)")]
    [InlineData("missing-extension", "CREATE VIEW v AS SELECT (crypt('a', 'b'))")]
    [InlineData("missing-extension", "CREATE TABLE t AS (SELECT crypt('a', 'b'))")]
    [InlineData("missing-extension", "WITH x AS MATERIALIZED (SELECT crypt('a', 'b')) SELECT * FROM x")]
    [InlineData("missing-extension", "WITH x AS (SELECT crypt('a', 'b')) SELECT * FROM x")]
    public void Finds(string rule, string sql) => AssertFinds(rule, sql);

    [Theory]
    [InlineData("missing-extension", "SELECT gen_random_uuid()")]
    [InlineData("missing-extension", "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" => SELECT uuid_generate_v4()")]
    [InlineData("missing-extension", "CREATE EXTENSION citext; CREATE TABLE login (name citext)")]
    [InlineData("missing-extension",
        "CREATE FUNCTION digest(a text) RETURNS text LANGUAGE sql AS $$ SELECT a $$ => SELECT coalesce(digest('a'), '')")]
    [InlineData("missing-extension", "CREATE TABLE cube (id int)")]
    [InlineData("missing-extension", "SELECT count(*) FROM login GROUP BY CUBE (name, place)")]
    [InlineData("missing-extension", "CREATE VIEW v AS SELECT count(*) FROM login GROUP BY name, cube(place, id) ORDER BY 1")]
    [InlineData("missing-extension", "INSERT INTO r SELECT count(*) FROM login GROUP BY GROUPING SETS (CUBE (name, place), (id))")]
    [InlineData("missing-extension", "SELECT * FROM (SELECT count(*) FROM login GROUP BY DISTINCT CUBE (name), ROLLUP (id)) x")]
    [InlineData("missing-extension", "CREATE TABLE books (isbn text) => INSERT INTO books (isbn) VALUES ('citext')")]
    public void SilentOnTheSafeForm(string rule, string sql)
    {
        var report = Linted.Report(sql);

        Assert.DoesNotContain(report.Findings, finding => finding.Rule.Id == rule);
    }
}
