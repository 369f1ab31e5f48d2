using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>Eight pods start at once.</summary>
public sealed class ConcurrentTests(TestServer server)
{
    [Fact]
    public async Task EightRunsOnAFreshDatabase_AllSucceed_AndEachVersionIsAppliedOnce()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index, Samples.Last);

        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => sandbox.RunAsync("up", "--assembly", assembly)));

        Assert.All(runs, run => run.Exits(ExitCode.Success));
        Assert.Equal([20260110120000, 20260114093000, 20260115080000, 20260130090000], await sandbox.VersionsAsync());
        Assert.Single(runs, run => run.Out.Contains("4 applied", StringComparison.Ordinal));
        Assert.Equal(7,
            runs.Count(run => run.Out.Contains("Up to date at 20260130090000 (4 migrations).", StringComparison.Ordinal)));
    }
}
