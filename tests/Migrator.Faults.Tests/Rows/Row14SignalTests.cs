using System.Diagnostics;
using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>A first SIGTERM or SIGINT, in whatever the tool is at.</summary>
public sealed class Row14SignalTests(TestServer server, FaultRecorder faults, SharedUpgrades upgrades)
    : IClassFixture<SharedUpgrades>
{
    // Kubernetes gives 30 s; that most of it is left is what a user must be able to rely on.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly int Times = Effort.Rounds(part: 1, full: 10);

    // Deferred: the trigger's work is part of COMMIT.
    private static readonly string SlowCommit = CompiledMigrations.Sql(20260123090000, "SlowCommit",
    [
        "CREATE TABLE begun (id int)",
        $"CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(600) FROM fault.gate; RETURN NULL; END'",
        "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON begun DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow()",
        "INSERT INTO begun VALUES (1)",
    ]);

    public static TheoryData<int> Signals => [.. Effort.Spread([15, 2], part: 1)];

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task InAStatement(int signal)
    {
        var upgrade = await upgrades.OfAsync(() => Gate.UpgradeAsync(server));
        await faults.RoundsAsync(14, $"signal {signal} in a statement", Times, _ => AtTheGateAsync(upgrade, signal));
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task InCommit(int signal)
    {
        var upgrade = await upgrades.OfAsync(() => Gate.UpgradeAsync(server, SlowCommit));
        await faults.RoundsAsync(14, $"signal {signal} in COMMIT, which runs deferred triggers", Times,
            _ => AtTheGateAsync(upgrade, signal));
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task InARetryPause(int signal)
    {
        var upgrade = await upgrades.OfAsync(() => Upgrade.FromAsync(server,
            Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Breaking, Samples.Last), target: "CreateOrders",
            sql: "INSERT INTO orders VALUES (1)"));
        await faults.RoundsAsync(14, $"signal {signal} in the pause before another attempt", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await using var old = await ConcurrentBuild.OldTransactionAsync(sandbox);
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            await tool.UntilItSaysAsync("gave way after");

            await EndsAsync(tool, signal, sandbox);
            await old.CloseAsync();
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task WhileWaitingForTheLock(int signal)
    {
        var upgrade = await upgrades.OfAsync(() => Gate.UpgradeAsync(server));
        await faults.RoundsAsync(14, $"signal {signal} while waiting for the deploy lock", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await Gate.CloseAsync(sandbox);
            await using var holder = sandbox.Tool(upgrade.Command).Start();
            await Gate.UntilAtItAsync(sandbox);
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            await tool.UntilItSaysAsync("Waiting for the deploy lock");

            var sent = Stopwatch.GetTimestamp();
            tool.Send(new(signal));
            (await tool.EndAsync()).Exits((ExitCode)(128 + signal)).Complains("nothing was changed");
            Assert.InRange(Stopwatch.GetElapsedTime(sent), TimeSpan.Zero, Grace);

            await EndsAsync(holder, signal, sandbox);
            await Gate.OpenAsync(sandbox);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task WhileConnecting(int signal)
    {
        var upgrade = await upgrades.OfAsync(() => Gate.UpgradeAsync(server));
        await faults.RoundsAsync(14, $"signal {signal} while connecting", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            using var nobody = new LatePort();
            sandbox.Settings.Port = nobody.Number;
            await using var tool = sandbox.Bare([.. upgrade.Command, "--connection", sandbox.Settings.ConnectionString,
                "--connect-wait", "10m"]).Start();
            await tool.UntilItSaysAsync("Waiting for the server");

            await EndsAsync(tool, signal, sandbox);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    private static async Task AtTheGateAsync(Upgrade upgrade, int signal)
    {
        await using var sandbox = await upgrade.StartAsync();
        await Gate.CloseAsync(sandbox);
        await using var tool = sandbox.Tool(upgrade.Command).Start();
        await Gate.UntilAtItAsync(sandbox);

        await EndsAsync(tool, signal, sandbox);
        Assert.False(await sandbox.Database.ExistsAsync("begun"));
        await Gate.OpenAsync(sandbox);
        await Invariants.HoldAsync(upgrade, sandbox);
    }

    private static async Task EndsAsync(ToolProcess tool, int signal, Sandbox sandbox)
    {
        var sent = Stopwatch.GetTimestamp();
        tool.Send(new(signal));

        (await tool.EndAsync()).Exits((ExitCode)(128 + signal)).Complains("Cancelling; a second signal ends at once.");

        Assert.InRange(Stopwatch.GetElapsedTime(sent), TimeSpan.Zero, Grace);
        await sandbox.SessionsAreGoneAsync();
    }
}
