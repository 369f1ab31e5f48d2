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
    public void Finds(string rule, string sql) => AssertFinds(rule, sql);

    [Theory]
    [InlineData("missing-extension", "SELECT gen_random_uuid()")]
    [InlineData("missing-extension", "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" => SELECT uuid_generate_v4()")]
    [InlineData("missing-extension", "CREATE EXTENSION citext; CREATE TABLE login (name citext)")]
    [InlineData("missing-extension",
        "CREATE FUNCTION digest(a text) RETURNS text LANGUAGE sql AS $$ SELECT a $$ => SELECT coalesce(digest('a'), '')")]
    [InlineData("missing-extension", "CREATE TABLE cube (id int)")]
    [InlineData("missing-extension", "CREATE TABLE books (isbn text) => INSERT INTO books (isbn) VALUES ('citext')")]
    public void SilentOnTheSafeForm(string rule, string sql)
    {
        var report = Linted.Report(sql);

        Assert.DoesNotContain(report.Findings, finding => finding.Rule.Id == rule);
    }
}
