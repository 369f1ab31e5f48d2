using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Network;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The network swallows everything, and closes nothing.</summary>
public sealed class Row08SilenceTests(TestServer server, FaultRecorder faults)
{
    private static readonly int Times = Effort.Rounds(part: 1, full: 3);

    private static readonly string Note = CompiledMigrations.Sql(20260123090000, "Note",
        ["CREATE TABLE note AS SELECT name, setting FROM pg_settings WHERE name LIKE 'tcp\\_%'"]);

    [Fact]
    public async Task InAStatement_IsNoticed()
    {
        await using var upgrade = await Gate.UpgradeAsync(server);
        await faults.RoundsAsync(8, "black hole while a statement runs: the tool gives up and says so", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            using var proxy = new FaultProxy(sandbox.Connection);
            await Gate.CloseAsync(sandbox);
            await using var tool = sandbox.Bare([.. upgrade.Command, "--connect-wait", "1s", "--connection",
                proxy.Through(sandbox.Connection)]).Start();
            await UntilWatchedAsync(sandbox);

            proxy.SwallowEverything();

            (await tool.EndAsync()).Exits(ExitCode.Unreachable).Complains("the server has not answered for a minute");
            await EndAsync(proxy, sandbox);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Theory]
    [InlineData(15)]
    [FullData(2)]
    public async Task Signal_IsHeededAllTheSame(int signal)
    {
        await using var upgrade = await Gate.UpgradeAsync(server);
        await faults.RoundsAsync(8, $"black hole, then signal {signal}", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            using var proxy = new FaultProxy(sandbox.Connection);
            await Gate.CloseAsync(sandbox);
            await using var tool = sandbox.Bare([.. upgrade.Command, "--connection", proxy.Through(sandbox.Connection)]).Start();
            await UntilWatchedAsync(sandbox);
            proxy.SwallowEverything();

            tool.Send(new(signal));

            (await tool.EndAsync()).Exits((ExitCode)(128 + signal));
            await EndAsync(proxy, sandbox);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    // The proxy's own system answers the server's probes, so here it is only seen that the server was asked to send them.
    [Fact]
    public async Task Server_IsToldToNotice()
    {
        await using var upgrade = await Gate.UpgradeAsync(server, Note);
        await faults.OnceAsync(8, "the server probes a silent client: 30 s, 3 times 10 s", async () =>
        {
            await using var sandbox = await upgrade.StartAsync();

            (await upgrade.RunAsync(sandbox)).Exits(ExitCode.Success);

            Assert.Equal(["tcp_keepalives_count=3", "tcp_keepalives_idle=30", "tcp_keepalives_interval=10",
                "tcp_user_timeout=60000"],
                await sandbox.Database.ColumnAsync<string>("SELECT name || '=' || setting FROM note ORDER BY 1"));
        });
    }

    private static async Task UntilWatchedAsync(Sandbox sandbox)
    {
        await Gate.UntilAtItAsync(sandbox);
        await sandbox.Database.UntilAsync(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE "
            + "'migrator-observer %' AND query LIKE '%pg_stat_progress%')",
            TestContext.Current.CancellationToken);
    }

    private static async Task EndAsync(FaultProxy proxy, Sandbox sandbox)
    {
        proxy.Cut();
        await Gate.OpenAsync(sandbox);
        await sandbox.SessionsAreGoneAsync();
    }
}
