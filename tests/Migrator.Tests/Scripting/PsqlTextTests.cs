using Migrator.Scripting;

namespace Migrator.Tests.Scripting;

/// <summary>SQL as psql has to be given it.</summary>
public sealed class PsqlTextTests
{
    [Theory]
    [InlineData("SELECT 1", "SELECT 1;")]
    [InlineData("SELECT 1;", "SELECT 1;")]
    [InlineData("SELECT 1 ;  \n", "SELECT 1 ;")]
    [InlineData("SELECT 1 -- note", "SELECT 1 -- note\n;")]
    [InlineData("SELECT 1; -- note", "SELECT 1; -- note")]
    [InlineData("SELECT 1 /* ; */", "SELECT 1 /* ; */\n;")]
    [InlineData("SELECT ';'", "SELECT ';';")]
    [InlineData("DO $$ BEGIN; END; $$", "DO $$ BEGIN; END; $$;")]
    [InlineData("SELECT 1; SELECT 2", "SELECT 1; SELECT 2;")]
    [InlineData("-- nothing", "-- nothing")]
    public void Statements_EndExactlyOnce(string sql, string expected) => Assert.Equal(expected, PsqlText.Statements(sql));

    [Theory]
    [InlineData("SELECT a[1:n]", @"SELECT a[1\:n];")]
    [InlineData("SELECT a[1:2], :'x', :\"y\", :{?z}", @"SELECT a[1\:2], \:'x', \:""y"", \:{?z};")]
    [InlineData("SELECT 1::text, x:::y, a := 1, b[: 2]", @"SELECT 1::text, x::\:y, a := 1, b[: 2];")]
    [InlineData("SELECT ':a', \":b\", $$:c$$, $t$:d$t$, E'\\':e' -- :f",
        "SELECT ':a', \":b\", $$:c$$, $t$:d$t$, E'\\':e' -- :f\n;")]
    [InlineData("SELECT 1 =:a", @"SELECT 1 =\:a;")]
    public void Statements_WhatPsqlWouldTakeForAVariable_IsMadeNone(string sql, string expected) =>
        Assert.Equal(expected, PsqlText.Statements(sql));

    [Theory]
    [InlineData("SELECT 1; SELECT 2;", @"SELECT 1\; SELECT 2;")]
    [InlineData("SELECT ';'; DO $$ ; $$ -- ;", "SELECT ';'\\; DO $$ ; $$ -- ;\n;")]
    [InlineData("SELECT 1;", "SELECT 1;")]
    public void OneMessage_EndsOnlyAtItsEnd(string sql, string expected) => Assert.Equal(expected, PsqlText.OneMessage(sql));

    [Theory]
    [InlineData("COPY t FROM stdin;\n:a;\t\\N\n\\.\n", "COPY t FROM stdin;\n:a;\t\\N\n\\.")]
    [InlineData("SELECT 1; COPY t FROM stdin WHERE a[:b] > 0;\r\n;\r\n\\.\r\nSELECT 2", "SELECT 1; COPY t FROM stdin WHERE a[\\:b] > 0;\r\n;\r\n\\.\r\nSELECT 2;")]
    public void Statements_RowsStandAsTheyAre(string sql, string expected) => Assert.Equal(expected, PsqlText.Statements(sql));

    [Fact]
    public void Statements_BetweenIfAndEndif_TheRowsAreAStringToWhoPassesOverThem() =>
        Assert.Equal("COPY t FROM stdin; $rows1$ -- a\nit's $rows0$\n\\.\n$rows1$ \\r\nSELECT 1;",
            PsqlText.Statements("COPY t FROM stdin; -- a\nit's $rows0$\n\\.\nSELECT 1", skippable: true));

    [Theory]
    [InlineData("COPY t FROM stdin;\r\n1\r\n\\.\r\n", "COPY t FROM stdin;\r\n1\r\n\\.\r")]
    [InlineData("COPY t FROM stdin;\n1\n\\.\r\nSELECT 1", "COPY t FROM stdin;\n1\n\\.\nSELECT 1;")]
    public void Statements_TheMarkEndsAsTheRowsDo(string sql, string expected) =>
        Assert.Equal(expected, PsqlText.Statements(sql));

    [Fact]
    public void OneMessage_AroundRows_IsAMessageEach() =>
        Assert.Equal("BEGIN\\; SELECT 1;\nCOPY t FROM stdin;\n;\n\\.\nSELECT 2\\; COMMIT;",
            PsqlText.OneMessage("BEGIN; SELECT 1; COPY t FROM stdin;\n;\n\\.\nSELECT 2; COMMIT;"));

    [Theory]
    [InlineData("SELECT 'a", "inside a string")]
    [InlineData("SELECT \"a", "inside a string")]
    [InlineData("SELECT $a$ $b$", "inside a string")]
    [InlineData("SELECT E'a\\'", "inside a string")]
    [InlineData("SELECT 1 /* /* */", "inside a string")]
    [InlineData("SELECT 1 \\g", "backslash")]
    public void Problem_WhatCannotBeSaid_IsNamed(string sql, string problem) =>
        Assert.Contains(problem, PsqlText.Problem(sql), StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT 'a\\' -- '")]
    [InlineData("SELECT E'\\\\', \"a\\b\", $$\\q$$ /* \\ */")]
    [InlineData("COPY t TO '/tmp/t'; SELECT stdin FROM copy")]
    [InlineData("COPY t FROM stdin;\n\\N'\n\\.\n")]
    public void Problem_WhatCanBeSaid_IsNone(string sql) => Assert.Null(PsqlText.Problem(sql));
}
