using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The connection is cut during COMMIT.</summary>
public sealed class Row05CommitTests(TestServer server, FaultRecorder faults, SharedUpgrades upgrades)
    : IClassFixture<SharedUpgrades>
{
    private static readonly int[] Commits = [2, 1, 4, 7, 9, 11, 3, 5, 6, 8];

    [Theory]
    [InlineData("before the server got it", false)]
    [InlineData("after the server got it, before its answer arrived", true)]
    public async Task Cut(string when, bool reaches)
    {
        var upgrade = await upgrades.OfAsync(() => SampleSchema.FromTablesWithRowsAsync(server));
        await faults.RoundsAsync(5, $"cut during COMMIT, {when}", Effort.Spread(Commits, part: 2), async number =>
        {
            await using var run = await StartAsync(upgrade, number, reaches);

            run.Proxy.Cut();

            (await run.Tool.EndAsync()).Exits(ExitCode.Success).Says("The connection was lost", "Connected again");
            await Invariants.HoldAsync(upgrade, run.Sandbox);
        });
    }

    [Theory]
    [FullData("before the server got it", false)]
    [InlineData("after the server got it", true)]
    public async Task CutForGood(string when, bool reaches)
    {
        var upgrade = await upgrades.OfAsync(() => SampleSchema.FromTablesWithRowsAsync(server));
        await faults.RoundsAsync(5, $"cut during COMMIT, {when}, and the network stays away", Effort.Spread(Commits, part: 1),
            async number =>
        {
            await using var run = await StartAsync(upgrade, number, reaches);

            run.Proxy.Dispose();

            (await run.Tool.EndAsync()).Exits(ExitCode.Unreachable)
                .Complains("whether it was applied, only the database knows", "nothing is applied twice");
            await Invariants.HoldAsync(upgrade, run.Sandbox);
        });
    }

    private static Task<HeldRun> StartAsync(Upgrade upgrade, int number, bool reaches)
    {
        bool IsIt(string sql) => sql == "COMMIT" && --number == 0;
        return HeldRun.StartAsync(upgrade, proxy => reaches ? proxy.KeepAnswerTo(IsIt) : proxy.HoldAt(IsIt),
            "--connect-wait", "2s");
    }
}
