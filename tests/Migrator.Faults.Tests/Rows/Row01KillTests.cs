using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.Testing;
using Migrator.Testing.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>SIGKILL: at each statement boundary, and while a statement runs.</summary>
public sealed class Row01KillTests(TestServer server, FaultRecorder faults)
{
    private const int KilledBySignal9 = 128 + 9;

    private static readonly int Times = Effort.Rounds(part: 1, full: 3);

    [Fact]
    public async Task EveryBoundary_OnAnEmptyDatabase()
    {
        await using var upgrade = await SampleSchema.FromNothingAsync(server);
        await KillAtBoundariesAsync(upgrade, "SIGKILL before each statement of `up`, on an empty database", part: 3);
    }

    [Fact]
    public async Task EveryBoundary_OnTablesWithRows()
    {
        await using var upgrade = await SampleSchema.FromTablesWithRowsAsync(server);
        await KillAtBoundariesAsync(upgrade, "SIGKILL before each statement of `up`, on tables with rows", part: 3);
    }

    [Fact]
    public async Task InMidStatement()
    {
        await using var upgrade = await Gate.UpgradeAsync(server);
        await faults.RoundsAsync(1, "SIGKILL while a statement runs", Effort.Rounds(part: 1, full: 20), async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await Gate.CloseAsync(sandbox);
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            await Gate.UntilAtItAsync(sandbox);

            tool.Send(Signal.Kill);

            await sandbox.SessionsAreGoneAsync();
            Assert.Equal(KilledBySignal9, (await tool.EndAsync()).ExitCode);
            await Gate.OpenAsync(sandbox);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    private async Task KillAtBoundariesAsync(Upgrade upgrade, string scenario, int part)
    {
        var chosen = Effort.Spread((await upgrade.UndisturbedAsync()).Boundaries, part);
        await faults.RoundsAsync(1, scenario, [.. Enumerable.Repeat(chosen, Times).SelectMany(all => all)], async statement =>
        {
            await using var run = await HeldRun.StartAsync(upgrade, statement);

            run.Tool.Send(Signal.Kill);

            await run.Sandbox.SessionsAreGoneAsync();
            Assert.Equal(KilledBySignal9, (await run.Tool.EndAsync()).ExitCode);
            await Invariants.HoldAsync(upgrade, run.Sandbox);
        });
    }
}
