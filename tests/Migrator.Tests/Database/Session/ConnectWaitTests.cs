using System.Diagnostics;
using Migrator.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Tests.Database.Session;

/// <summary>How long a server is waited for, and what is not waited for.</summary>
public sealed class ConnectWaitTests(TestServer server)
{
    // Long enough to be told from a wait that is kept, on a machine that has other things to do.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(7);

    private static readonly string One = CompiledMigrations.Sql(1, "One", ["SELECT 1"]);

    [Theory]
    [InlineData("Host=127.0.0.1;Port={0}")]
    [InlineData("Host=127.0.0.1;Port={0};Timeout=60")]
    [InlineData("Host=127.0.0.1:{0},127.0.0.1:{0}")]
    public async Task ServerThatAcceptsAndSaysNothing_IsWaitedForNoLonger(string host)
    {
        using var silent = new SilentServer();
        var engine = Engine(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, host, silent.Port) + ";Database=shop;Username=u",
            TimeSpan.FromSeconds(1));
        var start = Stopwatch.GetTimestamp();

        var exception = await Assert.ThrowsAsync<DatabaseUnreachableException>(engine.Status);

        Assert.EndsWith("no answer in time", exception.Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(0.9), Kept);
    }

    [Fact]
    public async Task SilentHost_BeforeOneThatAnswers_IsPassedBy()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        using var silent = new SilentServer();
        var to = database.Connect();
        to.Host = $"127.0.0.1:{silent.Port},{to.Host}:{to.Port}";

        var status = await Engine(to.ConnectionString, TimeSpan.FromSeconds(4)).Status();

        Assert.Equal(database.Connect().Port, status.Database.Port);
    }

    [Theory]
    [InlineData("SSL Mode=Require", "the server offers no TLS")]
    [InlineData("Password=", "the server asks for a password, and there is none")]
    [InlineData("Password=;Passfile=/no/such/file", "Passfile names a file that is not there")]
    [InlineData("Password=;Passfile=/tmp", "Passfile names a folder")]
    [InlineData("Password=wr0ng-horse", "(28P01)")]
    [InlineData("Database=not_there", "database \"not_there\" does not exist (3D000)")]
    [InlineData("Username=not_there", "(28P01)")]
    [InlineData("Options=-c no_such_setting=1", "does not accept a setting of the connection")]
    [InlineData("Search Path='a \" s3cret'", "says by its Search Path where names")]
    [InlineData("SSL Negotiation=Direct", "a value of the connection, or of a PG variable, does not fit")]
    [InlineData("Channel Binding=Require", "ChannelBinding is set to Require")]
    [InlineData("Require Auth=GSS", "authentication method is not allowed")]
    public async Task WhatNoWaitCanMend_IsToldAtOnce(string change, string why)
    {
        var connection = new NpgsqlConnectionStringBuilder($"{server.AdminConnectionString};{change}").ConnectionString;

        var exception = await Assert.ThrowsAsync<ConfigurationException>(Engine(connection, TimeSpan.FromMinutes(5)).Status);

        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", exception.Message, StringComparison.Ordinal);
    }

    private static MigrationEngine Engine(string connection, TimeSpan wait) => new(CompiledMigrations.Load(One),
        new DatabaseOptions { Connection = DatabaseOptions.Fixed(connection), ConnectWait = wait });
}
