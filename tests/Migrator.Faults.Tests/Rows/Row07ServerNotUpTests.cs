using System.Diagnostics;
using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Servers;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The server is not there yet, or does not let anybody in yet.</summary>
public sealed class Row07ServerNotUpTests(FaultRecorder faults)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);
    private static readonly int Times = Effort.Rounds(part: 1, full: 10);

    [Fact]
    public async Task NeverUp()
    {
        await using var server = await PrivateServer.StartNewAsync();
        await using var upgrade = await Gate.UpgradeAsync(server);
        await using var sandbox = await upgrade.StartAsync();
        await server.StopAtOnceAsync();

        await faults.RoundsAsync(7, "the server never comes", Times,
            async _ => await GivesUpAsync(upgrade, sandbox, "Connection refused"));

        await server.StartAsync();
        await Invariants.HoldAsync(upgrade, sandbox);
    }

    [Fact]
    public async Task NoSuchHost()
    {
        await using var server = await PrivateServer.StartNewAsync();
        await using var upgrade = await Gate.UpgradeAsync(server);
        await using var sandbox = await upgrade.StartAsync();
        sandbox.Settings.Host = "no-such-host.invalid";

        await faults.RoundsAsync(7, "its name does not resolve", Times, async _ =>
            await EndsInTimeAsync(
                sandbox.Bare([.. upgrade.Command, "--connection", sandbox.Settings.ConnectionString, "--connect-wait",
                    $"{Wait.TotalSeconds}"])));

        await Invariants.HoldAsync(upgrade, sandbox);
    }

    [Fact]
    public async Task UpWhileTheToolWaits()
    {
        await using var server = await PrivateServer.StartNewAsync();
        await using var upgrade = await Gate.UpgradeAsync(server);
        await faults.RoundsAsync(7, "the server comes while the tool waits", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await server.StopAtOnceAsync();
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            await tool.UntilItSaysAsync("Waiting for the server");

            await server.StartAsync();

            (await tool.EndAsync()).Exits(ExitCode.Success);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Fact]
    public async Task UpButAcceptingNobody()
    {
        await using var primary = await PrivateServer.StartNewAsync();
        await using var standby = await primary.StartStandbyAsync("hot_standby=off");
        await using var upgrade = await Gate.UpgradeAsync(primary);
        await faults.RoundsAsync(7, "the server recovers and accepts nobody (57P03), then it does", 1, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            var connection = new NpgsqlConnectionStringBuilder(sandbox.Connection) { Port = standby.Port }.ConnectionString;
            (await EndsInTimeAsync(
                sandbox.Bare([.. upgrade.Command, "--connection", connection, "--connect-wait", $"{Wait.TotalSeconds}"])))
                    .Complains("57P03");
            await using var tool = sandbox.Bare([.. upgrade.Command, "--connection", connection]).Start();
            await tool.UntilItSaysAsync("57P03");

            await standby.StopAtOnceAsync();
            File.Delete(Path.Combine(standby.Data, "standby.signal"));
            await standby.StartAsync();

            (await tool.EndAsync()).Exits(ExitCode.Success);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    private static async Task GivesUpAsync(Upgrade upgrade, Sandbox sandbox, string reason) =>
        (await EndsInTimeAsync(sandbox.Tool([.. upgrade.Command, "--connect-wait", $"{Wait.TotalSeconds}"]))).Complains(reason);

    private static async Task<ToolResult> EndsInTimeAsync(ToolStart start)
    {
        var began = Stopwatch.GetTimestamp();
        var run = await start.RunAsync();

        run.Exits(ExitCode.Unreachable);
        Assert.InRange(Stopwatch.GetElapsedTime(began), Wait, Wait + Generous);
        Assert.InRange(run.ToString().Split("Waiting for the server").Length - 1, 2, 10);
        return run;
    }
}
