using System.Diagnostics;
using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Faults.Tests.Rows;

/// <summary>A long transaction holds the table that a migration alters.</summary>
public sealed class Row12TableInUseTests(TestServer server, FaultRecorder faults, SharedUpgrades upgrades)
    : IClassFixture<SharedUpgrades>
{
    // The lock timeout of 1 s, and what a busy machine adds.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);
    private static readonly int Times = Effort.Rounds(part: 1, full: 10);

    [Fact]
    public async Task LetGo_IsAltered()
    {
        var upgrade = await UpgradeAsync();
        await faults.RoundsAsync(12, "held for a while: tried again until it is free; no reader waits longer than a lock timeout",
            Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await using var old = await ConcurrentBuild.OldTransactionAsync(sandbox);
            var pid = old.ProcessID;
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            using var reading = new CancellationTokenSource();
            var readers = LongestReadAsync(sandbox, reading.Token);
            await tool.UntilItSaysAsync("(attempt 3;");

            await old.CloseAsync();

            (await tool.EndAsync()).Exits(ExitCode.Success)
                .Says($"waiting for \"orders\": pid {pid} \"nightly-report\"", "idle in transaction has held ROW EXCLUSIVE for",
                    "gave way after");
            await reading.CancelAsync();
            Assert.InRange(await readers, TimeSpan.Zero, LongestWait);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Fact]
    public async Task NeverLetGo_EndsAtTheBudget()
    {
        var upgrade = await UpgradeAsync();
        await faults.RoundsAsync(12, "held for good: exit 4 at the budget, the blocker named", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await using var old = await ConcurrentBuild.OldTransactionAsync(sandbox);

            var run = await upgrade.RunAsync(sandbox, "--lock-retry", "4s");

            run.Exits(ExitCode.LockTimeout)
                .Complains("55P03", $"pid {old.ProcessID} \"nightly-report\"", "idle in transaction", "Rolled back");
            await old.CloseAsync();
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    private Task<Upgrade> UpgradeAsync() => upgrades.OfAsync(() => Upgrade.FromAsync(server,
        Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Breaking, Samples.Last), target: "CreateOrders",
        sql: $"INSERT INTO orders SELECT n, '{TestDatabase.RowData}' FROM generate_series(1, 100) AS n"));

    private static async Task<TimeSpan> LongestReadAsync(Sandbox sandbox, CancellationToken end)
    {
        await using var source = NpgsqlDataSource.Create(sandbox.Database.ConnectionString);
        var longest = TimeSpan.Zero;
        while (!end.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            await using (var command = source.CreateCommand("SELECT count(*) FROM orders"))
                await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            longest = Stopwatch.GetElapsedTime(start) is var took && took > longest ? took : longest;
        }

        return longest;
    }
}
