using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;

namespace Migrator.Faults.Tests.Rows;

/// <summary>CREATE INDEX CONCURRENTLY is cancelled: by a signal to the tool, or by an administrator.</summary>
public sealed class Row22CancelledBuildTests(TestServer server, FaultRecorder faults)
{
    private const string Slow = "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_orders_state ON orders (fault.slow(state))";

    private static readonly int Times = Effort.Rounds(part: 1, full: 10);

    [Theory]
    [InlineData(15)]
    [FullData(2)]
    public async Task BySignal_InTheBuild(int signal)
    {
        await using var upgrade = await ConcurrentBuild.UpgradeAsync(server, Slow);
        await faults.RoundsAsync(22, $"signal {signal} while the index is built: nothing of it is left", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await Gate.CloseAsync(sandbox);
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            await ConcurrentBuild.UntilItIsAsync(sandbox, "building index");

            tool.Send(new(signal));

            (await tool.EndAsync()).Exits((ExitCode)(128 + signal));
            Assert.Empty(await ConcurrentBuild.ValidityAsync(sandbox));
            await Gate.OpenAsync(sandbox);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Theory]
    [InlineData(15)]
    [FullData(2)]
    public async Task BySignal_WhileItWaits(int signal)
    {
        await using var upgrade = await ConcurrentBuild.UpgradeAsync(server,
            "CREATE INDEX CONCURRENTLY ix_orders_state ON orders (state)");
        await faults.RoundsAsync(22,
            $"signal {signal} while the build waits for an old transaction: its rest is dropped by the next run", Times,
            async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await using var old = await ConcurrentBuild.OldTransactionAsync(sandbox);
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            await ConcurrentBuild.UntilItIsAsync(sandbox, "waiting for writers");

            tool.Send(new(signal));

            (await tool.EndAsync()).Exits((ExitCode)(128 + signal))
                .Complains("stopped in the middle", "run again: it goes on at statement 1");
            Assert.Equal([false], await ConcurrentBuild.ValidityAsync(sandbox));
            await old.CloseAsync();
            await Invariants.HoldAsync(upgrade, sandbox);
            Assert.Equal([true], await ConcurrentBuild.ValidityAsync(sandbox));
        });
    }

    [Fact]
    public async Task ByAnAdministrator()
    {
        await using var upgrade = await ConcurrentBuild.UpgradeAsync(server, Slow);
        await faults.RoundsAsync(22, "pg_cancel_backend while the index is built", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await Gate.CloseAsync(sandbox);
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            await ConcurrentBuild.UntilItIsAsync(sandbox, "building index");

            await sandbox.Database.ExecuteAsync("SELECT pg_cancel_backend(pid) FROM pg_stat_progress_create_index WHERE datname "
                + "= current_database()");

            (await tool.EndAsync()).Exits(ExitCode.Failed).Complains("57014");
            Assert.Empty(await ConcurrentBuild.ValidityAsync(sandbox));
            await Gate.OpenAsync(sandbox);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }
}
