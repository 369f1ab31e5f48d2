using Migrator.Database.Connecting;
using Npgsql;

namespace Migrator.Tests.Database.Connecting;

/// <summary>Connections in libpq's keywords, and those of other programs, which are told by name.</summary>
public sealed class LibpqKeywordTests
{
    [Theory]
    [InlineData("host=db port=6432 dbname=shop user=migrator password=pw", "pw")]
    [InlineData("  host = db port = 6432\ndbname = shop\tuser = migrator password = pw  ", "pw")]
    [InlineData("password='p w;=' host=db port=6432 dbname=shop user=migrator", "p w;=")]
    [InlineData(@"host=db port=6432 dbname=shop user=migrator password='it\'s \\'", @"it's \")]
    [InlineData(@"host=db port=6432 dbname=shop user=migrator password=a\ b", "a b")]
    [InlineData("host=db port=6432 dbname=shop user=migrator password=a=b", "a=b")]
    [InlineData("host=db port=6432 dbname=shop user=migrator password='' ", "")]
    public void Parse_Keywords_AreRead(string connection, string password)
    {
        var builder = Parse(connection);

        Assert.Equal(("db", 6432, "shop", "migrator", password),
            (builder.Host, builder.Port, builder.Database, builder.Username, builder.Password ?? ""));
    }

    [Fact]
    public void Parse_Options_BecomeNpgsqlsKeywords()
    {
        var builder = Parse("host=db dbname=shop sslmode=verify-full connect_timeout=7 options='-c geqo=off' sslrootcert=/ca.pem "
            + "target_session_attrs=read-write");

        Assert.Equal((SslMode.VerifyFull, 7, "-c geqo=off", "/ca.pem", "read-write"),
            (builder.SslMode, builder.Timeout, builder.Options, builder.RootCertificate, builder.TargetSessionAttributes));
    }

    [Theory]
    [InlineData("dbname=shop", "db", "shop")]
    [InlineData("host=/run/postgresql dbname=shop", "/run/postgresql", "shop")]
    [InlineData("hostaddr=10.0.0.7 dbname=shop", "10.0.0.7", "shop")]
    [InlineData("host=one,two port=1,2 dbname=shop", "one:1,two:2", "shop")]
    [InlineData("host=one,two port=6432 dbname=shop", "one,two", "shop")]
    [InlineData("host=one,::1 port=1,2 dbname=shop", "one:1,[::1]:2", "shop")]
    public void Parse_WhatIsLeftOut_ComesFromVariables(string connection, string host, string database)
    {
        var builder = ConnectionSettings.Parse(connection, name => name == "PGHOST" ? "db" : null);

        Assert.Equal((host, database), (builder.Host, builder.Database));
    }

    [Theory]
    [InlineData("host=db dbname=shop service=prod", "service files are not read")]
    [InlineData("service=prod", "service files are not read")]
    [InlineData("host=db dbname=shop keepalives=1", "\"keepalives\", which is not known here")]
    [InlineData("host=db dbname=shop connect_timeout=soon", "connect_timeout has a value that does not fit")]
    [InlineData("host=db dbname=shop port=1,2", "as many ports")]
    [InlineData("host=db dbname=shop user=u=x", "user holds =")]
    [InlineData("host=db;dbname=shop;user=u", "is \"Database\" meant?")]
    [InlineData("jdbc:postgresql://db:5432/shop?user=u&password=pw", "is a JDBC URL")]
    [InlineData("r2dbc:postgresql://db:5432/shop", "is a JDBC URL")]
    [InlineData("postgresql+asyncpg://u:pw@db/shop", "must begin with postgres:// or postgresql://")]
    [InlineData("psql -h db shop", "a command for psql")]
    [InlineData("Data Source=db;Initial Catalog=shop", "is \"Host\" meant?")]
    public void Parse_WhatIsOfAnotherKind_IsToldByName(string connection, string why) =>
        Assert.Contains(why, Assert.Throws<ConfigurationException>(() => Parse(connection)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_ServiceThatIsNotRead_IsSaid() => Assert.Contains("service files are not read",
        Assert.Throws<ConfigurationException>(() => ConnectionSettings.Parse("Database=shop",
            name => name == "PGSERVICE" ? "prod" : null)).Message, StringComparison.Ordinal);

    private static NpgsqlConnectionStringBuilder Parse(string connection) => ConnectionSettings.Parse(connection, _ => null);
}
