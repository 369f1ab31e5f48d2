using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Servers;
using Migrator.Faults.Tests.Upgrades;

namespace Migrator.Faults.Tests.Rows;

/// <summary>Many pods start at once.</summary>
[Collection(nameof(Alone))]
public sealed class Row10ConcurrentTests(FaultRecorder faults)
{
    // What runners without a common lock end in: deadlock, a version twice, a table twice.
    private static readonly string[] Collisions = ["40P01", "23505", "42P07"];

    [Fact]
    public async Task OnAFreshDatabase()
    {
        await using var server = await PrivateServer.StartNewAsync("max_connections=200");
        await using var upgrade = await SampleSchema.FromNothingAsync(server);
        await AtOnceAsync(server, upgrade, "a fresh database", Effort.IsFull ? [2, 8, 50] : [8]);
    }

    [Fact]
    public async Task OnAnExistingDatabase()
    {
        await using var server = await PrivateServer.StartNewAsync("max_connections=200");
        await using var upgrade = await SampleSchema.FromTablesWithRowsAsync(server);
        await AtOnceAsync(server, upgrade, "an existing database", Effort.IsFull ? [2, 8, 50] : [2]);
    }

    private async Task AtOnceAsync(PrivateServer server, Upgrade upgrade, string where, int[] counts)
    {
        foreach (var count in counts)
        {
            await faults.RoundsAsync(10, $"{count} at once on {where}", Effort.Rounds(part: 1, full: 20), async _ =>
            {
                await using var sandbox = await upgrade.StartAsync();
                var before = (await sandbox.AppliedAsync()).Count;

                var runs = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => upgrade.RunAsync(sandbox)));

                Assert.All(runs, run => run.Exits(ExitCode.Success));
                Assert.Equal((await upgrade.UndisturbedAsync()).Versions.Count - before, await sandbox.Database.ScalarAsync<long>(
                    "SELECT max(steps) FROM (SELECT count(*) AS steps FROM \"VersionInfoJournal\" GROUP BY run ORDER BY max(id) "
                    + "DESC LIMIT 1) AS last"));
                await Invariants.HoldAsync(upgrade, sandbox);
                Assert.DoesNotContain(server.Log.Split('\n'),
                    line => Collisions.Any(state => line.StartsWith(state, StringComparison.Ordinal)));
            });
        }
    }
}
