using Migrator.Database.Connecting;
using Migrator.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Tests.Database.Connecting;

/// <summary>Whatever a connection looks like, nothing of its password is told.</summary>
public sealed class BrokenConnectionTests(TestServer server)
{
    private const int Many = 5_000;
    private const int Some = 300;

    private static readonly string One = CompiledMigrations.Sql(1, "One", ["SELECT 1"]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Parse_AnyOfThem_ShowsNoPartOfThePassword(int seed)
    {
        var broken = new BrokenConnections(seed);
        List<string> leaks = [];
        var read = 0;
        for (var i = 0; i < Many; i++)
        {
            var connection = broken.Next();
            string told;
            try
            {
                // A variable completes what was cut off.
                told = ConnectionSettings.Describe(ConnectionSettings.Parse(connection,
                    name => name is "PGHOST" or "PGDATABASE" or "PGUSER" ? "x" : null)).ToString();
                read++;
            }
            catch (ConfigurationException refused)
            {
                told = refused.ToString();
            }

            if (BrokenConnections.FindIn(told) is { } piece)
                leaks.Add($"{piece}: {connection}\n  {told}");
        }

        Assert.True(leaks.Count == 0, $"{leaks.Count} of {Many}:\n{string.Join('\n', leaks.Take(10))}");
        // Some are whole: else nothing would be tried but refusals.
        Assert.InRange(read, Many / 50, Many * 9 / 10);
    }

    [Fact]
    public async Task Status_OnWhatTheServerRefuses_ShowsNoPartOfThePassword()
    {
        var at = new NpgsqlConnectionStringBuilder(server.AdminConnectionString);
        var broken = new BrokenConnections(3) { Host = at.Host!, Port = at.Port };
        var assembly = CompiledMigrations.Load(One);
        List<string> leaks = [];
        var asked = 0;
        for (var i = 0; i < Some; i++)
        {
            var connection = broken.Next();
            var engine = new MigrationEngine(assembly, new DatabaseOptions
            { Connection = DatabaseOptions.Fixed(connection), ConnectWait = TimeSpan.Zero });
            var exception = await Record.ExceptionAsync(engine.Status);

            if (exception is null)
                continue;
            Assert.True(exception is ConfigurationException or DatabaseUnreachableException, $"{connection}\n{exception}");
            if (exception.InnerException is PostgresException)
                asked++;
            if (BrokenConnections.FindIn(exception.ToString()) is { } piece)
                leaks.Add($"{piece}: {connection}\n  {exception.Message}");
        }

        Assert.True(leaks.Count == 0, $"{leaks.Count} of {Some}:\n{string.Join('\n', leaks.Take(10))}");
        Assert.True(asked >= Some / 50, $"Only {asked} reached the server.");
    }

    [Theory]
    [InlineData("host=h port=1 dbname=d user=u password=s3cret-w0rd", "it is written in libpq's keywords")]
    [InlineData("host=h port=1 dbname=d;user=u password=s3cret-w0rd", "cannot be read")]
    [InlineData("Host=h;Database=d;Username=u Password=s3cret-w0rd", "is a semicolon missing?")]
    [InlineData("Host=h Database=d;Username=u;Password=s3cret-w0rd", "is a semicolon missing?")]
    [InlineData("Host=h;Database=d\nUsername=u\nPassword=s3cret-w0rd", "is a semicolon missing?")]
    [InlineData("Host=h;Database=d;Username=u;Options=-c geqo=off Password=s3cret-w0rd", "is a semicolon missing?")]
    [InlineData("Host=h;Database=d;Username=u;Root Certificate=/x Password=s3cret-w0rd", "is a semicolon missing?")]
    [InlineData("Host=u:s3cret-w0rd@h;Database=d", "a host that is none")]
    [InlineData("Host=//u:s3cret-w0rd@h;Database=d", "a host that is none")]
    [InlineData("Host=postgres://u:s3cret-w0rd@h/d", "a host that is none")]
    [InlineData("postgres://h/d&password=s3cret-w0rd", "holds a separator")]
    [InlineData("postgres://h/d;password=s3cret-w0rd", "holds a separator")]
    [InlineData("postgres://h/d?sslmode=disable?password=s3cret-w0rd", "a second ?")]
    [InlineData("postgres://h/d?user=u;password=s3cret-w0rd", "holds a separator")]
    [InlineData("postgres://h/d?user=u&s3cret-w0rd", "not known (not shown)")]
    [InlineData("postgres://u@s3cret-w0rd@h/d", "an @ in its user")]
    [InlineData("postgres://u:p@h/d\ns3cret-w0rd", "holds a separator")]
    [InlineData("\"Host=h;Password=s3cret-w0rd\"", "stands in quotes")]
    [InlineData("{\"Shop\": \"Host=h;Password=s3cret-w0rd\"}", "is JSON")]
    [InlineData("DATABASE_URL=postgres://u:s3cret-w0rd@h/d", "the name of a variable")]
    [InlineData("h:5432:d:u:s3cret-w0rd", "a line of a password file")]
    [InlineData("Host=h;Database=d;Username=u;Password=a;Pot=s3cret-w0rd", "is \"Port\" meant?")]
    public void Parse_WhatCannotBe_IsToldWithoutAnyOfIt(string connection, string why)
    {
        var exception = Assert.Throws<ConfigurationException>(() => ConnectionSettings.Parse(connection, _ => null));

        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=h;Database='my shop';Username='DOMAIN\\me'", "my shop on h:5432 as DOMAIN\\me")]
    [InlineData("Host=h;Database=läden.v2;Username=me@corp", "läden.v2 on h:5432 as me@corp")]
    [InlineData("postgres://me@h/my%20shop", "my shop on h:5432 as me")]
    [InlineData("Host=h;Database='a=b';Username='u;Password=p'", "(not shown) on h:5432 as (not shown)")]
    [InlineData("Host=h;Database=d;Username=u:pw", "d on h:5432 as (not shown)")]
    [InlineData("postgres://u%3Apw@h/d%3Dx", "(not shown) on h:5432 as (not shown)")]
    [InlineData("Host=/run/my sockets;Database=d;Username=u", null)]
    [InlineData("Host='/run/my sockets';Database=d;Username=u", "d on /run/my sockets:5432 as u")]
    [InlineData("Host=/cloudsql/project:region:instance;Database=d;Username=u",
        "d on /cloudsql/project:region:instance:5432 as u")]
    [InlineData("Host=@abstract;Database=d;Username=u", "d on @abstract:5432 as u")]
    [InlineData("Host=2001:db8::7;Database=d;Username=u", "d on 2001:db8::7:5432 as u")]
    public void Describe_ShowsWhatIsWhatItClaimsToBe(string connection, string? shown)
    {
        if (shown is null)
            Assert.Throws<ConfigurationException>(() => ConnectionSettings.Parse(connection, _ => null));
        else
            Assert.Equal(shown, ConnectionSettings.Describe(ConnectionSettings.Parse(connection, _ => null)).ToString());
    }

    [Theory]
    [InlineData("PGHOST", "h password=s3cret-w0rd")]
    [InlineData("PGHOST", "u:s3cret-w0rd@h")]
    [InlineData("PGDATABASE", "postgres://u:s3cret-w0rd@h/d?x=y")]
    [InlineData("PGDATABASE", "dbname=d password=s3cret-w0rd")]
    [InlineData("PGUSER", "u;Password=s3cret-w0rd")]
    public void Parse_VariableThatHoldsMore_IsNotShown(string variable, string value)
    {
        var exception = Assert.Throws<ConfigurationException>(() => ConnectionSettings.Parse("Password=p",
            name => name == variable ? value : name is "PGHOST" or "PGDATABASE" ? "x" : null));

        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_NamesThatOnlyLookOdd_AreShownOnceTheServerHasAcceptedThem()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var name = $"{database.Name}=odd";
        await database.ExecuteAsync($"CREATE DATABASE \"{name}\"");
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = null }.ConnectionString
                + $";Database='{name}'";
            var outcome = await database.Engine(One, all => all with { Connection = DatabaseOptions.Fixed(connection) }).Up();

            Assert.Equal((OutcomeKind.Applied, name), (outcome.Kind, outcome.Database!.Name));
        }
        finally
        {
            await database.ExecuteAsync($"DROP DATABASE \"{name}\" WITH (FORCE)");
        }
    }
}
