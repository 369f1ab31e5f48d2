using Migrator.Sql;

namespace Migrator.Tests.Sql;

/// <summary>Which differences in a text are edits, and which are only another way to write the same.</summary>
public sealed class NormalSqlTests
{
    [Theory]
    [InlineData("SELECT 1", "  select\t1 ;\n")]
    [InlineData("SELECT a, b", "SELECT a,b")]
    [InlineData("SELECT a = b", "SELECT a=b")]
    [InlineData("SELECT 1", "SELECT /* one /* nested */ */ 1 -- that is it")]
    [InlineData("SELECT 1 - -1", "SELECT 1 - - 1")]
    [InlineData("CREATE TABLE \"orders\" (\"id\" INT)", "create table orders (id int)")]
    [InlineData("SELECT 'a\r\nb'", "SELECT 'a\nb'")]
    [InlineData("SELECT $$a\r\nb$$", "SELECT $$a\nb$$")]
    [InlineData("SELECT a::text", "SELECT a :: text")]
    [InlineData("SELECT x/*c*/+1", "SELECT x + 1")]
    public void Of_OnlyWrittenDifferently_IsTheSame(string one, string other) =>
        Assert.Equal(NormalSql.Of([one]), NormalSql.Of([other]));

    [Theory]
    [InlineData("SELECT 1", "SELECT 2")]
    [InlineData("SELECT 'a b'", "SELECT 'a  b'")]
    [InlineData("SELECT 'A'", "SELECT 'a'")]
    [InlineData("SELECT 'it''s'", "SELECT 'its'")]
    [InlineData("SELECT E'a\\'b --c'", "SELECT E'a\\'b --d'")]
    [InlineData("SELECT '-- a'", "SELECT '-- b'")]
    [InlineData("SELECT \"Orders\"", "SELECT \"orders\"")]
    [InlineData("SELECT \"Orders\"", "SELECT orders")]
    [InlineData("SELECT $$ -- a $$", "SELECT $$ -- b $$")]
    [InlineData("DO $body$ x $$ y $body$", "DO $body$ x $$ z $body$")]
    [InlineData("SELECT a >= b", "SELECT a > = b")]
    [InlineData("SELECT ab", "SELECT a b")]
    [InlineData("SELECT 1.5", "SELECT 15")]
    [InlineData("SELECT 'ä'", "SELECT 'a'")]
    public void Of_AnotherMeaning_IsAnother(string one, string other) =>
        Assert.NotEqual(NormalSql.Of([one]), NormalSql.Of([other]));

    [Fact]
    public void Of_StatementsBundledOrNot_AreTheSame() =>
        Assert.Equal(NormalSql.Of(["CREATE TABLE a (id int)", "CREATE TABLE b (id int);"]),
            NormalSql.Of(["CREATE TABLE a (id int);\nCREATE TABLE b (id int)"]));

    [Fact]
    public void Of_OrderOfStatements_Counts() =>
        Assert.NotEqual(NormalSql.Of(["SELECT 1", "SELECT 2"]), NormalSql.Of(["SELECT 2", "SELECT 1"]));

    [Theory]
    [InlineData("SELECT 'open")]
    [InlineData("SELECT $$open")]
    [InlineData("SELECT \"open")]
    [InlineData("SELECT \"")]
    [InlineData("/* open")]
    [InlineData("$")]
    [InlineData("$1")]
    [InlineData("")]
    public void Of_TextThatDoesNotEnd_EndsAllTheSame(string sql) => Assert.NotNull(NormalSql.Of([sql]));
}
