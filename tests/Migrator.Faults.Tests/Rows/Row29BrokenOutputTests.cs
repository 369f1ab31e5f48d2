using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Surroundings;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>Nobody listens, nothing can be said, nothing can be written: what a migration does does not depend on it.</summary>
public sealed class Row29BrokenOutputTests(TestServer server, FaultRecorder faults, SharedUpgrades upgrades)
    : IClassFixture<SharedUpgrades>
{
    private static readonly int Times = Effort.Rounds(part: 1, full: 5);

    private static readonly (string Output, string Redirection)[] All =
    [
        ("text", ">&-"), ("text", ">/dev/full"), ("json", ">/dev/full 2>&1"), ("text", "2>/dev/full"), ("text", "<&- >&- 2>&-"),
        ("json", "2>&-"),
    ];

    public static TheoryData<string, string> Redirections => [.. Effort.Spread(All, part: 3)];

    [Theory]
    [MemberData(nameof(Redirections))]
    public Task Stream_ClosedOrFull(string output, string redirection) =>
        AppliesAsync($"streams {redirection}, as {output}", output, tool => tool with { Redirection = redirection });

    [Theory]
    [InlineData("text")]
    [FullData("json")]
    public Task Stream_BrokenPipe(string output) =>
        AppliesAsync($"stdout is a broken pipe, as {output}", output, tool => tool with { ReaderGone = true });

    [Fact]
    public async Task FileSystem_ReadOnly()
    {
        await AppliesAsync("home, temporary and working folder cannot be written", "text", ReadOnlyFiles.InFoldersOfProc);
        if (ReadOnlyFiles.MayBeMounted())
            await AppliesAsync("every file system is read-only", "text", ReadOnlyFiles.Everywhere);
    }

    [Fact]
    public async Task Failure_WithNobodyListening_KeepsItsCode()
    {
        var upgrade = await upgrades.OfAsync(() => Gate.UpgradeAsync(server));
        await faults.RoundsAsync(29, "a failing migration, with nobody listening", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            var failing = sandbox.Tool("up", "--assembly",
                Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Failing)) with
            { Redirection = ">/dev/full 2>/dev/full" };

            (await failing.RunAsync()).Exits(ExitCode.Failed);

            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    private async Task AppliesAsync(string scenario, string output, Func<ToolStart, ToolStart> broken)
    {
        var upgrade = await upgrades.OfAsync(() => Gate.UpgradeAsync(server));
        await faults.RoundsAsync(29, scenario, Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();

            (await broken(sandbox.Tool([.. upgrade.Command, "--output", output])).RunAsync()).Exits(ExitCode.Success);

            Assert.Equal((await upgrade.UndisturbedAsync()).Versions, await sandbox.AppliedAsync());
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }
}
