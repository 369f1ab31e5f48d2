using Migrator.Faults.Tests.Recording;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Upgrades;

/// <summary>Upgrades that end by SIGKILL.</summary>
internal static class Killed
{
    public const int BySignal9 = 128 + 9;

    private static readonly int Times = Effort.Rounds(part: 1, full: 3);

    /// <summary>Kills the tool before each statement that it sends, and sees that nothing is lost.</summary>
    public static async Task AtBoundariesAsync(FaultRecorder faults, Upgrade upgrade, string scenario, int part)
    {
        var chosen = Effort.Spread((await upgrade.UndisturbedAsync()).Boundaries, part);
        await faults.RoundsAsync(1, scenario, [.. Enumerable.Repeat(chosen, Times).SelectMany(all => all)], async statement =>
        {
            await using var run = await HeldRun.StartAsync(upgrade, statement);

            run.Tool.Send(Signal.Kill);

            faults.Outlived(1, await run.Sandbox.SessionsAreGoneAsync());
            Assert.Equal(BySignal9, (await run.Tool.EndAsync()).ExitCode);
            await Invariants.HoldAsync(upgrade, run.Sandbox);
        });
    }
}
