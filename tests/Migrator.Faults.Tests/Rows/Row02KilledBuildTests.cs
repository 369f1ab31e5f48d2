using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The tool is killed while the server builds an index concurrently.</summary>
public sealed class Row02KilledBuildTests(TestServer server, FaultRecorder faults)
{
    private static readonly int Times = Effort.Rounds(part: 1, full: 20);

    [Theory]
    [FullData("", "CREATE INDEX CONCURRENTLY ix_orders_state ON orders (fault.slow(state))")]
    [InlineData(", with IF NOT EXISTS", "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_orders_state ON orders (fault.slow(state))")]
    public async Task InTheBuild(string kind, string index)
    {
        await using var upgrade = await ConcurrentBuild.UpgradeAsync(server, index);
        await faults.RoundsAsync(2, $"SIGKILL while the index is built{kind}", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await Gate.CloseAsync(sandbox);
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            await ConcurrentBuild.UntilItIsAsync(sandbox, "building index");

            tool.Send(Signal.Kill);

            faults.Outlived(2, await sandbox.SessionsAreGoneAsync());
            await tool.EndAsync();
            Assert.Equal([false], await ConcurrentBuild.ValidityAsync(sandbox));
            await Gate.OpenAsync(sandbox);
            await IsRebuiltAsync(upgrade, sandbox);
        });
    }

    [Fact]
    public async Task WhileItWaits()
    {
        await using var upgrade = await ConcurrentBuild.UpgradeAsync(server,
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_orders_state ON orders (state)");
        await faults.RoundsAsync(2, "SIGKILL while the build waits for an old transaction", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await using var old = await ConcurrentBuild.OldTransactionAsync(sandbox);
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            await ConcurrentBuild.UntilItIsAsync(sandbox, "waiting for writers");

            tool.Send(Signal.Kill);

            faults.Outlived(2, await sandbox.SessionsAreGoneAsync());
            await tool.EndAsync();
            Assert.Equal([false], await ConcurrentBuild.ValidityAsync(sandbox));
            await old.CloseAsync();
            await IsRebuiltAsync(upgrade, sandbox);
        });
    }

    private static async Task IsRebuiltAsync(Upgrade upgrade, Sandbox sandbox)
    {
        (await upgrade.RunAsync(sandbox)).Exits(ExitCode.Success).Says("Dropping the INVALID index \"ix_orders_state\"");
        Assert.Equal([true], await ConcurrentBuild.ValidityAsync(sandbox));
        await Invariants.HoldAsync(upgrade, sandbox);
    }
}
