using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Servers;
using Migrator.Faults.Tests.Upgrades;
using Npgsql;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The connection leads to a standby.</summary>
public sealed class Row17StandbyTests(FaultRecorder faults)
{
    private static readonly int Times = Effort.Rounds(part: 1, full: 5);

    [Fact]
    public async Task Standby_IsRefusedBeforeAnyLock()
    {
        await using var primary = await PrivateServer.StartNewAsync();
        await using var upgrade = await SampleSchema.FromTablesWithRowsAsync(primary);
        await using var standby = await primary.StartStandbyAsync("log_statement=all");
        string[][] verbs = [upgrade.Command, ["down", "--target", "-1", "--yes", "--assembly", SampleSchema.Assembly],
            ["resolve", "1", "--applied", "--assembly", SampleSchema.Assembly]];
        foreach (var verb in verbs)
        {
            await faults.RoundsAsync(17, $"`{verb[0]}` on a hot standby", Times, async _ =>
            {
                await using var sandbox = await upgrade.StartAsync();
                await standby.UntilItHasAsync(sandbox.Database.Name);
                var connection = new NpgsqlConnectionStringBuilder(sandbox.Connection) { Port = standby.Port }.ConnectionString;

                (await sandbox.Bare([.. verb, "--connection", connection]).RunAsync()).Exits(ExitCode.Usage)
                    .Complains("is a standby", "connect to the primary");

                Assert.DoesNotContain("advisory_lock", standby.Log, StringComparison.Ordinal);
                await Invariants.HoldAsync(upgrade, sandbox);
            });
        }

        // To look is not refused.
        await using var looked = await upgrade.StartAsync();
        await standby.UntilItHasAsync(looked.Database.Name);
        (await looked.Bare([.. upgrade.Command, "--dry-run", "--connection",
            new NpgsqlConnectionStringBuilder(looked.Connection) { Port = standby.Port }.ConnectionString]).RunAsync())
            .Exits(ExitCode.Success).Says("This server is a standby: a run would be refused here", "Nothing was changed.");
    }

    [Fact]
    public async Task StandbyThatLetsNobodyIn_IsUnreachable()
    {
        await using var primary = await PrivateServer.StartNewAsync();
        await using var upgrade = await Gate.UpgradeAsync(primary);
        await using var standby = await primary.StartStandbyAsync("hot_standby=off");
        await faults.RoundsAsync(17, "`up` on a standby that is not hot", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            var connection = new NpgsqlConnectionStringBuilder(sandbox.Connection) { Port = standby.Port }.ConnectionString;

            (await sandbox.Bare([.. upgrade.Command, "--connection", connection, "--connect-wait", "0"]).RunAsync())
                .Exits(ExitCode.Unreachable).Complains("57P03");

            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }
}
