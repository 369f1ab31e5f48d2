using Migrator.Database.Connecting;
using Migrator.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Tests.Database.Connecting;

/// <summary>A search path in the connection: the schema is --schema's.</summary>
public sealed class OwnSearchPathTests(TestServer server)
{
    [Theory]
    [InlineData("Search Path=my_app")]
    [InlineData("Search Path=\"my_app, public\"")]
    [InlineData("Search Path='\"$user\",public'")]
    [InlineData("Options=-c search_path=my_app")]
    [InlineData("Options='-c statement_timeout=1 -csearch_path=my_app\\,\\ public'")]
    [InlineData("Options=--search-path=my_app")]
    [InlineData("Options='-c search_path=public -c search_path=my_app'")]
    public void AnotherOne_IsRefused_AndNotRepeated(string keywords)
    {
        var exception = Assert.Throws<ConfigurationException>(() =>
            OwnSearchPath.Verify(new($"Host=db;{keywords}"), "public", _ => null));

        Assert.Contains("--schema", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("my_app", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "public")]
    [InlineData("Search Path=public", "public")]
    [InlineData("Search Path=MY_APP", "my_app")]
    [InlineData("Search Path='\"My_App\", public'", "My_App")]
    [InlineData("Options=-c search_path=my_app,public", "my_app")]
    [InlineData("Options=-c lock_timeout=1s", "public")]
    public void TheRunsOwn_IsNone(string keywords, string schema) =>
        OwnSearchPath.Verify(new($"Host=db;{keywords}"), schema, _ => null);

    [Fact]
    public void OfTheVariable_IsRefused_UnlessTheConnectionHasItsOwn()
    {
        Assert.Contains("PGOPTIONS", Assert.Throws<ConfigurationException>(() =>
            OwnSearchPath.Verify(new("Host=db"), "public", _ => "-c search_path=my_app")).Message, StringComparison.Ordinal);
        OwnSearchPath.Verify(new("Host=db;Options=-c lock_timeout=1s"), "public", _ => "-c search_path=my_app");
    }

    [Fact]
    public async Task EveryVerb_RefusesIt()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = "my_app" }.ConnectionString;
        var engine = database.Engine(CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"]),
            options => options with { Connection = DatabaseOptions.Fixed(connection) });

        await Assert.ThrowsAsync<ConfigurationException>(() => engine.Up());
        await Assert.ThrowsAsync<ConfigurationException>(() => engine.Status());
        await Assert.ThrowsAsync<ConfigurationException>(() => engine.WaitAsync(new() { Wait = TimeSpan.Zero },
            cancellationToken: TestContext.Current.CancellationToken));
        Assert.False(await database.ExistsAsync("\"VersionInfo\""));
    }
}
