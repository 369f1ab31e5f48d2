using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;

namespace Migrator.Faults.Tests.Rows;

/// <summary>An administrator ends the tool's server process.</summary>
public sealed class Row04TerminatedTests(TestServer server, FaultRecorder faults, SharedUpgrades upgrades)
    : IClassFixture<SharedUpgrades>
{
    private const string TerminateSql =
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = current_database() AND application_name "
            + "LIKE 'migrator %'";

    [Fact]
    public async Task BetweenTwoStatements()
    {
        var upgrade = await upgrades.OfAsync(() => SampleSchema.FromTablesWithRowsAsync(server));
        var boundaries = (await upgrade.UndisturbedAsync()).Boundaries;
        await faults.RoundsAsync(4, "pg_terminate_backend between two statements", Effort.Spread(boundaries, part: 4, full: 60),
            async statement =>
        {
            await using var run = await HeldRun.StartAsync(upgrade, statement);

            await run.Sandbox.Database.ExecuteAsync(TerminateSql);
            run.Release();

            // Partial where the migration's own code was at work: nothing tells what it did, and a person is told what to do.
            (await run.Tool.EndAsync()).Exits(ExitCode.Success, ExitCode.Partial);
            await Invariants.HoldAsync(upgrade, run.Sandbox);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task InMidStatement(int times)
    {
        var upgrade = await upgrades.OfAsync(() => Gate.UpgradeAsync(server));
        await faults.RoundsAsync(4, $"pg_terminate_backend while a statement runs, {times} times",
            Effort.Rounds(part: 1, full: 10), async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await Gate.CloseAsync(sandbox);
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            for (var left = times; left > 0; left--)
            {
                await Gate.UntilAtItAsync(sandbox);
                if (left == 1)
                    await Gate.OpenAsync(sandbox);
                await sandbox.Database.ExecuteAsync(TerminateSql);
            }

            var run = await tool.EndAsync();
            if (times == 1)
                run.Exits(ExitCode.Success)
                    .Says("The connection was lost: terminating connection due to administrator command", "Connected again");
            else
                run.Exits(ExitCode.Unreachable)
                    .Complains("terminating connection due to administrator command (57P01)",
                        "run again: it goes on where it stopped");
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }
}
