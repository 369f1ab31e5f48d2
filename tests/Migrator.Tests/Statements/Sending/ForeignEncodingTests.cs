using Migrator.Sql;

namespace Migrator.Tests.Sql;

public sealed class ForeignEncodingTests
{
    [Theory]
    [InlineData("SET client_encoding = 'LATIN1'", "LATIN1")]
    [InlineData("set local \"client_encoding\" to latin1", "latin1")]
    [InlineData("SET SESSION client_encoding='SQL_ASCII';", "SQL_ASCII")]
    [InlineData("SET NAMES 'WIN1252'", "WIN1252")]
    [InlineData("SELECT pg_catalog.set_config('client_encoding', 'LATIN1', false)", "LATIN1")]
    [InlineData("SET client_encoding = 'LATIN1'; SET client_encoding = 'UTF8'", "")]
    [InlineData("SET client_encoding TO 'utf-8'", "")]
    [InlineData("SET NAMES DEFAULT", "")]
    [InlineData("SELECT current_setting('client_encoding') || 'x'", null)]
    [InlineData("COMMENT ON TABLE a IS 'SET client_encoding = ''LATIN1'''", null)]
    [InlineData("SELECT names FROM a", null)]
    [InlineData("SET client_encoding", null)]
    [InlineData("", null)]
    public void SetBy_IsTheEncodingThatATextSets(string sql, string? expected) =>
        Assert.Equal(expected, ForeignEncoding.SetBy(sql));
}
