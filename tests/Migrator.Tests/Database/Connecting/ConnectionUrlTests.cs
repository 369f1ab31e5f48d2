using Migrator.Database.Connecting;
using Npgsql;

namespace Migrator.Tests.Database.Connecting;

/// <summary>Connections as URLs, in libpq's form.</summary>
public sealed class ConnectionUrlTests
{
    [Theory]
    [InlineData("postgres://migrator:pw@db:6432/shop", "db", 6432, "shop", "migrator", "pw")]
    [InlineData("postgresql://migrator:pw@db:6432/shop", "db", 6432, "shop", "migrator", "pw")]
    [InlineData("POSTGRES://migrator@db/shop", "db", 5432, "shop", "migrator", null)]
    [InlineData("postgres://db/shop", "db", 5432, "shop", null, null)]
    [InlineData("postgres://db:6432/shop?", "db", 6432, "shop", null, null)]
    [InlineData("postgres://u%40corp:p%2Fw%3A%40%25%3F%23@db/my%20shop", "db", 5432, "my shop", "u@corp", "p/w:@%?#")]
    [InlineData("postgres://u:a:b@db/shop", "db", 5432, "shop", "u", "a:b")]
    [InlineData("postgres://u:a@b@db/shop", "db", 5432, "shop", "u", "a@b")]
    [InlineData("postgres://u:p;Host=evil@db/shop", "db", 5432, "shop", "u", "p;Host=evil")]
    [InlineData("postgres://u:p'w\"@db/shop", "db", 5432, "shop", "u", "p'w\"")]
    [InlineData("postgres://u:p+w@db/shop", "db", 5432, "shop", "u", "p+w")]
    [InlineData("postgres://u:%C3%BCber@db/shop", "db", 5432, "shop", "u", "über")]
    [InlineData("postgres://u:p@[::1]:6432/shop", "::1", 6432, "shop", "u", "p")]
    [InlineData("postgres://[2001:db8::7]/shop", "2001:db8::7", 5432, "shop", null, null)]
    [InlineData("postgres:///shop?host=/run/postgresql", "/run/postgresql", 5432, "shop", null, null)]
    [InlineData("postgres:///shop?host=/run/postgresql&port=6432&user=u&password=p", "/run/postgresql", 6432, "shop", "u", "p")]
    [InlineData("postgres://%2Frun%2Fpostgresql/shop", "/run/postgresql", 5432, "shop", null, null)]
    [InlineData("postgres://u:p@/shop?host=db", "db", 5432, "shop", "u", "p")]
    [InlineData("postgres://db?dbname=shop", "db", 5432, "shop", null, null)]
    [InlineData("postgres://u:p@db1,db2:6432/shop", "db1,db2:6432", 5432, "shop", "u", "p")]
    [InlineData("postgres:///shop?host=db1,db2&port=1,2", "db1:1,db2:2", 5432, "shop", null, null)]
    [InlineData("postgres:///shop?host=db1,db2&port=6432", "db1,db2", 6432, "shop", null, null)]
    [InlineData("postgres:///shop?hostaddr=10.0.0.7", "10.0.0.7", 5432, "shop", null, null)]
    [InlineData("postgres://u:p@db/shop?application_name=me@here", "db", 5432, "shop", "u", "p")]
    [InlineData("postgres:///shop?host=db&user=u@corp", "db", 5432, "shop", "u@corp", null)]
    [InlineData("postgres://u:old@db/shop?password=n%26w", "db", 5432, "shop", "u", "n&w")]
    public void Parse_Url_IsRead(string url, string host, int port, string database, string? user, string? password)
    {
        var builder = Parse(url);

        Assert.Equal((host, port, database, user, password),
            (builder.Host, builder.Port, builder.Database, builder.Username, builder.Password));
    }

    public static TheoryData<string, string, object?> Options => new()
    {
        { "sslmode=disable", "SSL Mode", SslMode.Disable },
        { "sslmode=allow", "SSL Mode", SslMode.Allow },
        { "sslmode=prefer", "SSL Mode", SslMode.Prefer },
        { "sslmode=require", "SSL Mode", SslMode.Require },
        { "sslmode=verify-ca", "SSL Mode", SslMode.VerifyCA },
        { "sslmode=verify-full", "SSL Mode", SslMode.VerifyFull },
        { "sslrootcert=/certs/ca.pem", "Root Certificate", "/certs/ca.pem" },
        { "sslcert=/certs/me.pem", "SSL Certificate", "/certs/me.pem" },
        { "sslkey=/certs/me.key", "SSL Key", "/certs/me.key" },
        { "sslpassword=pw", "SSL Password", "pw" },
        { "sslnegotiation=direct", "SSL Negotiation", SslNegotiation.Direct },
        { "gssencmode=disable", "GSS Encryption Mode", GssEncryptionMode.Disable },
        { "krbsrvname=pg", "Kerberos Service Name", "pg" },
        { "channel_binding=require", "Channel Binding", ChannelBinding.Require },
        { "connect_timeout=7", "Timeout", 7 },
        { "application_name=me", "Application Name", "me" },
        { "client_encoding=UTF8", "Client Encoding", "UTF8" },
        { "options=-c%20geqo%3Doff", "Options", "-c geqo=off" },
        { "passfile=/home/me/.pgpass", "Passfile", "/home/me/.pgpass" },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void Parse_Option_BecomesNpgsqlsKeyword(string option, string keyword, object? value) =>
        Assert.Equal(value, Parse("postgres://db/shop?" + option)[keyword]);

    [Theory]
    [InlineData("md5", "MD5")]
    [InlineData("password", "Password")]
    [InlineData("scram-sha-256", "ScramSHA256")]
    [InlineData("scram-sha-256,gss", "ScramSHA256,GSS")]
    public void Parse_RequireAuth_IsReadInLibpqsSpelling(string value, string expected) =>
        Assert.Equal(expected, Parse("postgres://db/shop?require_auth=" + value).RequireAuth);

    [Theory]
    [InlineData("read-write")]
    [InlineData("primary")]
    [InlineData("any")]
    public void Parse_TargetSessionAttributes_AreReadInLibpqsSpelling(string value) =>
        Assert.Equal(value, Parse("postgres://db/shop?target_session_attrs=" + value).TargetSessionAttributes);

    [Theory]
    [InlineData("postgres://u:s3cret-w0rd@/shop", "no host")]
    [InlineData("postgres://", "no host")]
    [InlineData("postgres://u:s3cret-w0rd@db", "no database")]
    [InlineData("postgres://u:s3cret-w0rd@db/", "no database")]
    [InlineData("postgres://u:s3cret-w0rd@db:99999/shop", "a port that is none")]
    [InlineData("postgres:///shop?host=db1,db2&port=1,2,3&password=s3cret-w0rd", "another number of ports than of hosts")]
    [InlineData("postgres://u:s3cret-w0rd@db/shop?pool_size=5", "\"pool_size\", which is not known")]
    [InlineData("postgres://u:s3cret-w0rd@db:many/shop", "port has a value that does not fit")]
    [InlineData("postgres://u:s3cret-w0rd@db:-1/shop", "port has a value that does not fit")]
    [InlineData("postgres://u:s3cret-w0rd@db/shop?sslmode=sometimes", "sslmode has a value that does not fit")]
    [InlineData("postgres://u:s3cret-w0rd@db/shop?connect_timeout=soon", "connect_timeout has a value that does not fit")]
    [InlineData("postgres://u:s3cret-w0rd@db/shop?target_session_attrs=fastest",
        "target_session_attrs has a value that does not fit")]
    [InlineData("postgres://u:s3cret-w0rd@db/shop?require_auth=handshake", "require_auth has a value that does not fit")]
    [InlineData("postgres://u:s3cret-w0rd@db/sh%00op", "NUL")]
    // Passwords that were not escaped break the URL where a separator stands; what is left must not be shown.
    [InlineData("postgres://u:/s3cret-w0rd@db/shop", "")]
    [InlineData("postgres://u:a/s3cret-w0rd@db/shop", "")]
    [InlineData("postgres://u:?s3cret-w0rd@db/shop", "")]
    [InlineData("postgres://u:a?s3cret-w0rd=b@db/shop", "")]
    [InlineData("postgres://u:a?b=s3cret-w0rd@db/shop", "")]
    [InlineData("postgres://u:a?b&s3cret-w0rd@db/shop", "")]
    [InlineData("postgres://u:123/s3cret-w0rd@db/shop", "")]
    [InlineData("postgres://u:a,s3cret-w0rd/@db/shop", "")]
    public void Parse_WhatCannotBe_IsRefusedWithoutRepeatingASecret(string url, string why)
    {
        var exception = Assert.Throws<ConfigurationException>(() => Parse(url));

        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-w0rd", exception.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.True(url == "postgres://" || !exception.ToString().Contains(url[11..], StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_UrlAndVariables_AreCompletedButNotOverridden()
    {
        var builder = ConnectionSettings.Parse("postgres://u@db/shop", name => name switch
        {
            "PGHOST" or "PGDATABASE" or "PGUSER" => "x",
            "PGPORT" => "6432",
            _ => null,
        });

        Assert.Equal(("db", 6432, "shop", "u"), (builder.Host, builder.Port, builder.Database, builder.Username));
    }

    private static NpgsqlConnectionStringBuilder Parse(string url) => ConnectionSettings.Parse(url, _ => null);
}
