using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Database.History;

/// <summary>A publication that has the version table in it, and publishes deletes.</summary>
public sealed class ReplicaIdentityTests(TestServer server)
{
    private static readonly string Source = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"], ["DROP TABLE one"])
        + CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"], ["DROP TABLE two"]);

    [Theory]
    [InlineData("CREATE PUBLICATION p FOR ALL TABLES", "i")]
    [InlineData("CREATE PUBLICATION p FOR TABLE \"VersionInfo\"", "i")]
    [InlineData("CREATE PUBLICATION p FOR ALL TABLES; DROP INDEX \"UC_Version\"", "f")]
    [InlineData("CREATE PUBLICATION p FOR ALL TABLES; ALTER TABLE \"VersionInfo\" REPLICA IDENTITY NOTHING", "i")]
    // What needs none is left as it is.
    [InlineData("CREATE PUBLICATION p FOR ALL TABLES; ALTER TABLE \"VersionInfo\" REPLICA IDENTITY FULL", "f")]
    [InlineData("CREATE PUBLICATION p FOR ALL TABLES; ALTER TABLE \"VersionInfo\" ADD PRIMARY KEY (\"Version\")", "d")]
    [InlineData("CREATE PUBLICATION p FOR ALL TABLES WITH (publish = 'insert')", "d")]
    [InlineData("CREATE PUBLICATION p FOR TABLE one", "d")]
    [InlineData("SELECT 1", "d")]
    public Task Down_IsDone(string published, string identity) => DownIsDoneAsync(published, identity);

    [Fact]
    public async Task Down_WhereASchemaIsPublished_IsDone()
    {
        // New in PostgreSQL 15.
        if (await server.MajorAsync(TestContext.Current.CancellationToken) >= 15)
            await DownIsDoneAsync("CREATE PUBLICATION p FOR TABLES IN SCHEMA public", "i");
        else
            await DownIsDoneAsync("CREATE PUBLICATION p FOR ALL TABLES", "i");
    }

    [Fact]
    public async Task Down_WhereAnotherRoleOwnsTheVersionTable_IsRefusedUpFront()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateRoleAsync("deploy");
        Assert.Equal(OutcomeKind.Applied, (await database.Engine(Source).Up()).Kind);
        await database.ExecuteAsync("CREATE PUBLICATION p FOR ALL TABLES; GRANT ALL ON SCHEMA public TO PUBLIC; "
            + "GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC; ALTER TABLE two OWNER TO \"" + database.Name + "_deploy\"");

        var down = await database.Engine(Source, options => options with { Connection = DatabaseOptions.Fixed(connection) })
            .Down("-1");

        Assert.Equal(RefusalReason.InsufficientPrivilege, down.Refusal!.Reason);
        Assert.Contains("its deletes are published (p)", down.Refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ALTER TABLE \"public\".\"VersionInfo\" REPLICA IDENTITY USING INDEX \"UC_Version\"", down.Refusal.Next,
            StringComparison.Ordinal);
        Assert.True(await database.ExistsAsync("two"));
    }

    private async Task DownIsDoneAsync(string published, string identity)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Source);
        Assert.Equal(OutcomeKind.Applied, (await engine.Up()).Kind);
        await database.ExecuteAsync(published);

        var preview = await engine.PreviewDownAsync(Given.Target("-1"), cancellationToken: TestContext.Current.CancellationToken);
        var down = await engine.Down("-1");

        Assert.Null(down.Failed?.Failure?.Message ?? down.Refusal?.Message ?? down.Message);
        Assert.Equal([1], await database.VersionsAsync());
        Assert.Equal(identity,
            await database.ScalarAsync<string>("SELECT relreplident::text FROM pg_class WHERE relname = 'VersionInfo'"));
        Assert.Equal(identity != "d" && !published.Contains("IDENTITY FULL", StringComparison.Ordinal),
            preview.Creates.Count > 0);
    }
}
