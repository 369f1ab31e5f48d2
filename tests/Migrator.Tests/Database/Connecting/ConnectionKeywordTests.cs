using Migrator.Database.Connecting;

namespace Migrator.Tests.Database.Connecting;

/// <summary>Connections in Npgsql's keywords, and the variables that complete them.</summary>
public sealed class ConnectionKeywordTests
{
    private const string Plain = "Host=db;Database=shop";

    [Theory]
    [InlineData("Host=db;Port=6432;Database=shop;Username=migrator;Password=p;w")]
    [InlineData("Server=db;Port=6432;Database=shop;User Id=migrator;Password=p")]
    [InlineData("host=db; port=6432; db=shop; username=migrator; pwd=p")]
    [InlineData("  Host = db ; Port = 6432 ; Database = shop ; Username = migrator ; Password = p  ")]
    public void Parse_Keywords_AreRead(string connection)
    {
        if (connection.EndsWith("p;w", StringComparison.Ordinal))
            connection = connection.Replace("p;w", "'p;w'", StringComparison.Ordinal);

        var builder = Parse(connection);

        Assert.Equal(("db", 6432, "shop", "migrator"), (builder.Host, builder.Port, builder.Database, builder.Username));
        Assert.StartsWith("p", builder.Password, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SocketFolder_IsAHost() => Assert.Equal("/run/postgresql", Parse("Host=/run/postgresql;Database=shop").Host);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData("Database=shop;Password=s3cret-w0rd", "no host")]
    [InlineData("Host=;Database=shop;Password=s3cret-w0rd", "no host")]
    [InlineData("Host=db;Password=s3cret-w0rd", "no database")]
    [InlineData("Host=db;Database=;Password=s3cret-w0rd", "no database")]
    [InlineData("Host=db1,;Database=shop;Password=s3cret-w0rd", "a host that is none")]
    [InlineData("Host=db;Database=shop;Password=s3cret-w0rd;Port=65536", "a port that is none")]
    [InlineData("Host=db:99999;Database=shop;Password=s3cret-w0rd", "a port that is none")]
    [InlineData("Host=db1:1,db2:70000;Database=shop;Password=s3cret-w0rd", "a port that is none")]
    [InlineData("Host=db;Database=shop;Pasword=s3cret-w0rd", "cannot be read")]
    [InlineData("Host=db;Database=shop;Password=s3cret-w0rd;Port=many", "cannot be read")]
    [InlineData("Host=db;Database=shop;Password=s3cret-w0rd;Port=-1", "cannot be read")]
    [InlineData("Host=db;Database=shop;Password=s3cret-w0rd;SSL Mode=sometimes", "cannot be read")]
    [InlineData("Host=db;Database=shop;Password=s3cret-w0rd;Timeout=9999999999", "cannot be read")]
    [InlineData("Host=db;Database=shop;Password='s3cret-w0rd", "cannot be read")]
    [InlineData("Host=db;Database=shop;Password=a;s3cret-w0rd", "cannot be read")]
    [InlineData("Host=db;Database=shop;Password=a;s3cret-w0rd=b", "cannot be read")]
    [InlineData("s3cret-w0rd", "cannot be read")]
    [InlineData("mysql://migrator:s3cret-w0rd@db/shop", "URL of another kind")]
    [InlineData("=s3cret-w0rd", "cannot be read")]
    public void Parse_WhatCannotBe_IsRefusedWithoutRepeatingASecret(string connection, string why)
    {
        var exception = Assert.Throws<ConfigurationException>(() => Parse(connection));

        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-w0rd", exception.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.True(connection.Trim().Length == 0 || !exception.ToString().Contains(connection, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_UnknownKeyword_NamesWhatIsMeant() =>
        Assert.Contains("is \"Password\" meant?",
            Assert.Throws<ConfigurationException>(() => Parse(Plain + ";Pasword=x")).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Parse_KnownKeywordWithABadValue_IsNotCalledUnknown() =>
        Assert.DoesNotContain("not known", Assert.Throws<ConfigurationException>(() => Parse(Plain + ";Port=many")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Parse_Variables_CompleteWhatIsMissing()
    {
        var builder = Parse("Password=p", ("PGHOST", "db"), ("PGPORT", "6432"), ("PGDATABASE", "shop"), ("PGUSER", "migrator"),
            ("PGSSLMODE", "verify-full"), ("PGCONNECT_TIMEOUT", "7"));

        Assert.Equal(("db", 6432, "shop", "migrator", Npgsql.SslMode.VerifyFull, 7),
            (builder.Host, builder.Port, builder.Database, builder.Username, builder.SslMode, builder.Timeout));
    }

    [Fact]
    public void Parse_Variables_DoNotOverride()
    {
        var builder = Parse("Host=db;Port=6432;Database=shop;Username=migrator;SSL Mode=Require;Timeout=3", ("PGHOST", "x"),
            ("PGPORT", "1"),
            ("PGDATABASE", "x"), ("PGUSER", "x"), ("PGSSLMODE", "disable"), ("PGCONNECT_TIMEOUT", "9"));

        Assert.Equal(("db", 6432, "shop", "migrator", Npgsql.SslMode.Require, 3),
            (builder.Host, builder.Port, builder.Database, builder.Username, builder.SslMode, builder.Timeout));
    }

    [Fact]
    public void Parse_VariablesUnderAnAlias_DoNotOverride()
    {
        var builder = Parse("Server=db;User Id=migrator;DB=shop", ("PGHOST", "x"), ("PGDATABASE", "x"), ("PGUSER", "x"));

        Assert.Equal(("db", "shop", "migrator"), (builder.Host, builder.Database, builder.Username));
    }

    [Fact]
    public void Parse_VariableThatIsEmpty_IsNone() => Assert.Equal(5432, Parse(Plain, ("PGPORT", "")).Port);

    [Theory]
    [InlineData("PGPORT", "s3cret-w0rd")]
    [InlineData("PGSSLMODE", "s3cret-w0rd")]
    [InlineData("PGCONNECT_TIMEOUT", "s3cret-w0rd")]
    public void Parse_VariableThatDoesNotFit_IsNamedWithoutItsValue(string variable, string value)
    {
        var exception = Assert.Throws<ConfigurationException>(() => Parse(Plain, (variable, value)));

        Assert.Contains(variable, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_ShowsNoPassword()
    {
        var text = ConnectionSettings.Describe(Parse("Host=db;Port=6432;Database=shop;Username=migrator;Password=s3cret-w0rd"))
            .ToString();

        Assert.Equal("shop on db:6432 as migrator", text);
    }

    [Fact]
    public void ForSession_IsUnpooledPatientAndDiscreet()
    {
        var session = new Npgsql.NpgsqlConnectionStringBuilder(ConnectionSettings.ForSession(
            Parse("Host=db;Database=shop;Username=migrator;Password=p;Pooling=true;Command Timeout=30;Include Error "
            + "Detail=true;Application Name=mine;Timezone=Asia/Tokyo"),
            "migrator 7f3a9c ci-7"));

        Assert.Equal((false, 0, false, "migrator 7f3a9c ci-7", "UTC"),
            (session.Pooling, session.CommandTimeout, session.IncludeErrorDetail, session.ApplicationName, session.Timezone));
        Assert.True(session.TcpKeepAlive);
        Assert.Equal(("db", "shop", "migrator", "p"), (session.Host, session.Database, session.Username, session.Password));
    }

    [Theory]
    [InlineData("Host=db", true, 30)]
    [InlineData("Host=/run/postgresql", false, 0)]
    [InlineData("Host=/run/postgresql;SSL Mode=Require;Tcp Keepalive=true;Tcp Keepalive Time=5", false, 0)]
    [InlineData("Host=@postgresql", false, 0)]
    [InlineData("Host=db,/run/postgresql", false, 0)]
    public void ForSession_KeepsAliveWhereThereIsTcp(string host, bool tcp, int seconds)
    {
        var session = ForSession($"{host};Database=shop");

        Assert.Equal((tcp, seconds), (session.TcpKeepAlive, session.TcpKeepAliveTime));
        Assert.True(tcp || host.Contains(',', StringComparison.Ordinal) || session.SslMode == Npgsql.SslMode.Disable);
    }

    [Theory]
    [InlineData("Host=one;Target Session Attributes=standby", true, null)]
    [InlineData("Host=one,two", true, "primary")]
    [InlineData("Host=one,two;Target Session Attributes=standby", true, "primary")]
    [InlineData("Host=one,two", false, "prefer-primary")]
    [InlineData("Host=one,two;Target Session Attributes=standby", false, "standby")]
    public void ForSession_OfSeveralHosts_IsAPrimaryToMigrate(string hosts, bool migrates, string? attributes) =>
        Assert.Equal(attributes, ForSession($"{hosts};Database=shop", migrates).TargetSessionAttributes);

    [Fact]
    public void Describe_SeveralHosts_HaveTheirPorts() => Assert.Equal("shop on one:6432,two:1 as u",
        ConnectionSettings.Describe(Parse("Host=one, two:1;Port=6432;Database=shop;Username=u")).ToString());

    private static Npgsql.NpgsqlConnectionStringBuilder ForSession(string connection, bool migrates = false) =>
        new(ConnectionSettings.ForSession(Parse(connection), "migrator 7f3a9c ci-7", migrates));

    private static Npgsql.NpgsqlConnectionStringBuilder Parse(string connection,
        params (string Name, string Value)[] environment) =>
        ConnectionSettings.Parse(connection, name => environment.FirstOrDefault(variable => variable.Name == name).Value);
}
