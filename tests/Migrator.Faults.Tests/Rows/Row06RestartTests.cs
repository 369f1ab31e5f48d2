using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Servers;
using Migrator.Faults.Tests.Upgrades;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The server is stopped as by a crash and started again in the middle of a run.</summary>
public sealed class Row06RestartTests(FaultRecorder faults)
{
    [Fact]
    public async Task BetweenTwoStatements()
    {
        await using var server = await PrivateServer.StartNewAsync();
        await using var upgrade = await SampleSchema.FromTablesWithRowsAsync(server);
        var boundaries = (await upgrade.UndisturbedAsync()).Boundaries;
        await faults.RoundsAsync(6, "immediate restart between two statements", Effort.Spread(boundaries, part: 2, full: 40),
            async statement =>
        {
            await using var run = await HeldRun.StartAsync(upgrade, statement);

            await server.StopAtOnceAsync();
            await server.StartAsync();
            run.Release();

            (await run.Tool.EndAsync()).Exits(ExitCode.Success, ExitCode.Unreachable, ExitCode.Partial);
            await Invariants.HoldAsync(upgrade, run.Sandbox);
        });
    }

    [Fact]
    public async Task InMidStatement()
    {
        await using var server = await PrivateServer.StartNewAsync();
        await using var upgrade = await Gate.UpgradeAsync(server);
        await faults.RoundsAsync(6, "immediate restart while a statement runs", Effort.Rounds(part: 1, full: 10), async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await Gate.CloseAsync(sandbox);
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            await Gate.UntilAtItAsync(sandbox);
            // Should it go on by itself, it is not to wait again.
            await Gate.OpenAsync(sandbox);

            await server.StopAtOnceAsync();
            await server.StartAsync();

            (await tool.EndAsync()).Exits(ExitCode.Success, ExitCode.Unreachable);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }
}
