using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Servers;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>PgBouncer stands between the tool and the server.</summary>
public sealed class Row20PoolerTests(TestServer server, FaultRecorder faults, SharedUpgrades upgrades)
    : IClassFixture<SharedUpgrades>
{
    private static readonly int Times = Effort.Rounds(part: 1, full: 10);

    [Theory]
    [InlineData(nameof(PoolMode.Transaction), 1)]
    [FullData(nameof(PoolMode.Transaction), 5)]
    [FullData(nameof(PoolMode.Statement), 5)]
    public async Task SharedSessions_AreRefused(string mode, int size)
    {
        var upgrade = await upgrades.OfAsync(() => Gate.UpgradeAsync(server));
        await faults.RoundsAsync(20, $"{mode} mode, pool of {size}", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            using var pooler = await PgBouncer.StartAsync(sandbox.Connection, Enum.Parse<PoolMode>(mode), size);

            var run = await sandbox.Bare([.. upgrade.Command, "--connection", pooler.Through(sandbox.Connection)]).RunAsync();

            run.Exits(ExitCode.Usage).Complains("PgBouncer", "give a connection straight to PostgreSQL");
            Assert.Empty(await sandbox.AppliedAsync());
            Assert.False(await sandbox.Database.ExistsAsync("\"VersionInfo\""));
            // It keeps its sessions on the server after their client has gone.
            pooler.Dispose();
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Theory]
    [InlineData(1)]
    [FullData(5)]
    public async Task SessionsOfItsOwn_Work(int size)
    {
        var upgrade = await upgrades.OfAsync(() => SampleSchema.FromTablesWithRowsAsync(server));
        await faults.RoundsAsync(20, $"Session mode, pool of {size}", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            using var pooler = await PgBouncer.StartAsync(sandbox.Connection, PoolMode.Session, size);

            (await sandbox.Bare([.. upgrade.Command, "--connection", pooler.Through(sandbox.Connection), "--connect-wait", "10s"])
                .RunAsync()).Exits(ExitCode.Success);

            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Fact]
    public async Task KilledBehindAPooler_LeavesNothing()
    {
        var upgrade = await upgrades.OfAsync(() => Gate.UpgradeAsync(server));
        await faults.RoundsAsync(20, "SIGKILL behind a pool in session mode", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            using var pooler = await PgBouncer.StartAsync(sandbox.Connection, PoolMode.Session);
            await Gate.CloseAsync(sandbox);
            await using var tool = sandbox.Bare([.. upgrade.Command, "--connection", pooler.Through(sandbox.Connection)]).Start();
            await Gate.UntilAtItAsync(sandbox);

            tool.Send(Signal.Kill);

            await sandbox.SessionsAreGoneAsync();
            await tool.EndAsync();
            await Gate.OpenAsync(sandbox);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }
}
