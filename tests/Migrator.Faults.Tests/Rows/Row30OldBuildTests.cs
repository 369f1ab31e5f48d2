using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>A build from before meets a schema from after: a rolling deploy, or a rollback of the code. The application's check
/// is <c>wait</c>'s.</summary>
public sealed class Row30OldBuildTests(TestServer server, FaultRecorder faults, SharedUpgrades upgrades)
    : IClassFixture<SharedUpgrades>
{
    private static readonly int Times = Effort.Rounds(part: 1, full: 5);
    private static readonly string Old = Samples.Assembly(Samples.Customers, Samples.Orders);

    [Fact]
    public async Task Newer_ButNothingItNeedsIsGone_Runs()
    {
        var upgrade = await upgrades.OfAsync(() => Upgrade.FromAsync(server,
            Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Last), target: "latest"));
        await faults.RoundsAsync(30, "newer schema", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();

            (await sandbox.RunAsync("status", "--exit-code", "--assembly", Old)).Exits(ExitCode.Success).Says("Ahead");
            (await sandbox.RunAsync("wait", "--assembly", Old)).Exits(ExitCode.Success);
            (await sandbox.RunAsync("up", "--assembly", Old)).Exits(ExitCode.Success);

            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Fact]
    public async Task Newer_AndTheFloorIsAboveIt_IsRefused()
    {
        var upgrade = await upgrades.OfAsync(() => Upgrade.FromAsync(server,
            Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Breaking, Samples.Last), target: "latest"));
        await faults.RoundsAsync(30, "newer schema, after a breaking change", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();

            (await sandbox.RunAsync("status", "--exit-code", "--assembly", Old)).Exits(ExitCode.Diverged).Says("Too new");
            (await sandbox.RunAsync("wait", "--assembly", Old)).Exits(ExitCode.Diverged).Complains("too new");
            (await sandbox.RunAsync("up", "--assembly", Old)).Exits(ExitCode.Diverged).Complains("20260120100000");

            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }
}
