using Migrator.Statements.Sending;

namespace Migrator.Tests.Statements.Sending;

public sealed class ForeignEncodingTests
{
    [Theory]
    [InlineData("SET client_encoding = 'LATIN1'; SELECT 'ü'", "LATIN1")]
    [InlineData("set local \"client_encoding\" to latin1; SELECT 'ü'", "latin1")]
    [InlineData("SET SESSION client_encoding='KOI8R';||SELECT 'ü'", "KOI8R")]
    [InlineData("SET NAMES 'WIN1252'||SELECT 1||SELECT 'ü'", "WIN1252")]
    [InlineData("SET CLIENT_ENCODING TO E'LATIN1'||SELECT 'ü'", "LATIN1")]
    [InlineData("SET client_encoding TO $$LATIN1$$||SELECT 'ü'", "LATIN1")]
    [InlineData("SELECT pg_catalog.set_config('client_encoding', 'LATIN1', false)||SELECT \"ü\" FROM a", "LATIN1")]
    [InlineData("SET client_encoding TO 'UTF8'; SET client_encoding = 'LATIN1'; SELECT 'ü'", "LATIN1")]
    [InlineData("SET LOCAL client_encoding TO latin1; RESET client_encoding; SET NAMES 'LATIN2'; SELECT 'ü'", "LATIN2")]
    [InlineData("SET client_encoding TO latin1||CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'ü' $$", "latin1")]
    [InlineData("SET client_encoding TO SQL_ASCII||SELECT 'ü'", null)]
    // It is the server's own by then.
    [InlineData("SELECT 'ü'; SET client_encoding = 'LATIN1'", null)]
    [InlineData("SELECT concat('ü', set_config('client_encoding', 'LATIN1', false))", null)]
    [InlineData("SET client_encoding = 'LATIN1'; SET client_encoding = 'UTF8'; SELECT 'ü'", null)]
    [InlineData("SET client_encoding = 'LATIN1'; SELECT 'u'||RESET client_encoding||SELECT 'ü'", null)]
    [InlineData("SET client_encoding = 'LATIN1'||RESET ALL||SELECT 'ü'", null)]
    [InlineData("SET client_encoding = 'LATIN1'||DISCARD ALL||SELECT 'ü'", null)]
    [InlineData("SET client_encoding = 'LATIN1'||SET NAMES||SELECT 'ü'", null)]
    [InlineData("SET client_encoding TO 'utf-8'||SELECT 'ü'", null)]
    [InlineData("SET client_encoding TO \"UTF_8\"||SELECT 'ü'", null)]
    [InlineData("SET client_encoding TO E'utf8'||SELECT 'ü'", null)]
    [InlineData("SET NAMES DEFAULT||SELECT 'ü'", null)]
    [InlineData("SET client_encoding TO Unicode||SELECT 'ü'", null)]
    // Comments are nobody's.
    [InlineData("SET client_encoding = 'LATIN1'; -- Größe\nSELECT 1 /* Größe */", null)]
    [InlineData("-- SET client_encoding = 'LATIN1';\nSELECT 'ü'", null)]
    [InlineData("/* SET NAMES 'LATIN1' */ SELECT 'ü'", null)]
    // Where it is not this session's.
    [InlineData("ALTER ROLE someone SET client_encoding = 'LATIN1'; SELECT 'ü'", null)]
    [InlineData("ALTER DATABASE shop SET client_encoding TO LATIN1||SELECT 'ü'", null)]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql SET client_encoding = 'LATIN1' AS $$ SELECT 1 $$||SELECT 'ü'", null)]
    [InlineData("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN SET client_encoding = 'LATIN1'; END $$||SELECT 'ü'", null)]
    [InlineData("COMMENT ON TABLE a IS 'SET client_encoding = ''LATIN1'''||SELECT 'ü'", null)]
    // Where it is somebody's name.
    [InlineData("UPDATE people SET names = 'Jörg'", null)]
    [InlineData("UPDATE people SET client_encoding = 'LATIN1'||SELECT 'ü'", null)]
    [InlineData("INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET names = 'x'||SELECT 'ü'", null)]
    [InlineData("SELECT names FROM a WHERE b = 'ü'", null)]
    [InlineData("SELECT concat(current_setting('client_encoding'), 'ü')", null)]
    [InlineData("SET my.client_encoding = 'LATIN1'||SELECT 'ü'", null)]
    // What is only known there.
    [InlineData("SELECT set_config('client_encoding', current_setting('server_encoding'), false)||SELECT 'ü'", null)]
    [InlineData("SET client_encoding||SELECT 'ü'", null)]
    [InlineData("", null)]
    public void Misreads_LettersBehindAnotherEncoding(string texts, string? expected) =>
        Assert.Equal(expected, Misread(texts, "UTF8", transactional: true));

    [Theory]
    [InlineData("SET LOCAL client_encoding = 'LATIN1'||SELECT 'ü'", true, "LATIN1")]
    [InlineData("SET LOCAL client_encoding = 'LATIN1'||SELECT 'ü'", false, null)]
    [InlineData("BEGIN; SET LOCAL client_encoding = 'LATIN1'; SELECT 'ü'; COMMIT", false, "LATIN1")]
    [InlineData("SELECT set_config('client_encoding', 'LATIN1', true)||SELECT 'ü'", false, null)]
    [InlineData("SELECT set_config('client_encoding', 'LATIN1', false)||SELECT 'ü'", false, "LATIN1")]
    [InlineData("SET client_encoding = 'LATIN1'||SELECT 'ü'", false, "LATIN1")]
    public void Local_IsForOneTransaction(string texts, bool transactional, string? expected) =>
        Assert.Equal(expected, Misread(texts, "UTF8", transactional));

    [Theory]
    [InlineData("SET client_encoding = 'LATIN1'||SELECT 'ü'", "SQL_ASCII", null)]
    [InlineData("SET client_encoding = 'SQL_ASCII'||SELECT 'ü'", "LATIN1", "SQL_ASCII")]
    [InlineData("SET client_encoding = 'SQL_ASCII'||SELECT 'ü'", "UTF8", null)]
    [InlineData("SET client_encoding = 'SQL_ASCII'||SELECT 'ü'", null, "SQL_ASCII")]
    public void WhatTheServerConverts_DependsOnItsOwn(string texts, string? server, string? expected) =>
        Assert.Equal(expected, Misread(texts, server, transactional: true));

    private static string? Misread(string texts, string? server, bool transactional)
    {
        var encoding = new ForeignEncoding(server);
        return texts.Split("||").Select(text => encoding.Misread(text, transactional)).FirstOrDefault(found => found is not null);
    }
}
