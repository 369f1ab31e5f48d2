using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Servers;
using Migrator.Faults.Tests.Upgrades;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The primary dies in the middle of a run, and its standby takes over at the same address.</summary>
public sealed class Row18FailoverTests(FaultRecorder faults)
{
    [Theory]
    [InlineData("a synchronous")]
    [FullData("an asynchronous")]
    public async Task StandbyTakesOver(string kind)
    {
        // In parts of the run: its first statement, the middle of a transaction, its last.
        var places = Effort.Spread([0.4, 0.02, 0.15, 0.25, 0.55, 0.7, 0.8, 0.9, 0.97, 0.6], part: 1);
        await faults.RoundsAsync(18, $"failover to {kind} standby", places, async place =>
        {
            await using var primary = await PrivateServer.StartNewAsync();
            await using var standby = await primary.StartStandbyAsync();
            await using var upgrade = await SampleSchema.FromTablesWithRowsAsync(primary);
            var boundaries = (await upgrade.UndisturbedAsync()).Boundaries;
            if (kind == "a synchronous")
            {
                await primary.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = '*'");
                await primary.ExecuteAsync("SELECT pg_reload_conf()");
            }

            await using var run = await HeldRun.StartAsync(upgrade, boundaries[(int)(place * boundaries.Count)]);
            var committed = await run.Sandbox.AppliedAsync();
            await standby.UntilItHasAsync(run.Sandbox.Database.Name);

            await primary.StopAtOnceAsync();
            await standby.TakeOverAsync(primary);
            run.Release();

            (await run.Tool.EndAsync()).Exits(ExitCode.Success, ExitCode.Unreachable, ExitCode.Partial);
            if (kind == "a synchronous")
                Assert.Equal(committed, (await run.Sandbox.AppliedAsync()).Take(committed.Count));
            await Invariants.HoldAsync(upgrade, run.Sandbox);
        });
    }
}
