using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Network;

/// <summary>What a distant database costs, counted on the wire.</summary>
public sealed class RoundTripTests(TestServer server)
{
    // With the connection itself: one look, and no more.
    private const int UpToDate = 2;

    [Fact]
    public async Task Up_OneMigrationMore_IsOneRoundTripMore()
    {
        var (three, told) = await CountAsync(3);
        var (eight, _) = await CountAsync(8);

        Assert.Equal(5, eight - three);
        Assert.Equal([1, 1], told.Skip(1));
    }

    [Theory]
    [InlineData("up")]
    [InlineData("status")]
    public async Task NothingToDo_IsOneLook(string verb)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var source = Source(3);
        var assembly = CompiledMigrations.ToFile(source,
            new Dictionary<string, string>
            { [SchemaManifest.FileName] = MigrationEngine.CreateManifest(CompiledMigrations.Load(source)).Text });
        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success);
        using var proxy = new FaultProxy(sandbox.Connection);

        (await sandbox.Bare(verb, "--assembly", assembly).With("MIGRATOR_CONNECTION", proxy.Through(sandbox.Connection))
            .RunAsync()).Exits(ExitCode.Success);

        Assert.Equal(UpToDate, proxy.Answers);
    }

    private async Task<(int Answers, int[] Told)> CountAsync(int migrations)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        using var proxy = new FaultProxy(sandbox.Connection);
        var run = await sandbox.Bare("up", "--assembly", CompiledMigrations.ToFile(Source(migrations)), "--output", "json")
            .With("MIGRATOR_CONNECTION", proxy.Through(sandbox.Connection)).RunAsync();
        run.Exits(ExitCode.Success);
        return (proxy.Answers,
            [.. run.Json.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("roundTrips").GetInt32())]);
    }

    private static string Source(int migrations) => string.Concat(Enumerable.Range(1, migrations)
        .Select(i => CompiledMigrations.Sql(i, $"M{i}", [$"CREATE TABLE t{i} (id int)", $"CREATE INDEX ON t{i} (id)"])));
}
