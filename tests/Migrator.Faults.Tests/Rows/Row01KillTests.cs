using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>SIGKILL while a statement runs.</summary>
public sealed class Row01KillTests(TestServer server, FaultRecorder faults)
{
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

            faults.Outlived(1, await sandbox.SessionsAreGoneAsync());
            Assert.Equal(Killed.BySignal9, (await tool.EndAsync()).ExitCode);
            await Gate.OpenAsync(sandbox);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }
}
