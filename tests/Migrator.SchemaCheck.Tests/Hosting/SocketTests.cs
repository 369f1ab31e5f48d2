using Migrator.SchemaCheck.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.SchemaCheck.Tests.Hosting;

/// <summary>The check through a Unix socket.</summary>
public sealed class SocketTests(OwnServer server) : IClassFixture<OwnServer>
{
    [Fact]
    public async Task Start_ThroughASocket_Works()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("""CREATE TABLE "VersionInfo" ("Version" bigint); INSERT INTO "VersionInfo" VALUES (1)""");
        using var host = new CheckedHost(options =>
        {
            options.Manifest = Build.Manifest(1);
            options.ConnectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString)
            { Host = server.SocketFolder }.ConnectionString;
        });

        await host.StartAsync();

        Assert.True(host.HasStarted);
    }
}
