using Migrator.Planning;
using Migrator.Testing;

namespace Migrator.Tests;

public sealed class FirstTests(TestServer server)
{
    [Fact]
    public async Task Up_OnVirginDatabase_AppliesEverything()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = new MigrationEngine(
            CompiledMigrations.Load(CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"], ["DROP TABLE one"])), database.Options);

        var outcome = await engine.UpAsync(Target.Latest, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.True(await database.ExistsAsync("one"));
    }
}
