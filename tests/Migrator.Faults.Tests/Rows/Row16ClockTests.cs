using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Surroundings;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The tool's wall clock is a day off, from the start or suddenly. The server's is right.</summary>
public sealed class Row16ClockTests(TestServer server, FaultRecorder faults, SharedUpgrades upgrades)
    : IClassFixture<SharedUpgrades>
{
    private const string Now = "SELECT clock_timestamp()";
    private const string Lock = "SELECT pg_advisory_xact_lock(16)";

    private static readonly int Times = Effort.Rounds(part: 1, full: 5);

    // It writes down what its own clock says, which shows that the clock was wrong indeed.
    private const string Watching = $$"""
        [Migration(20260123090000)]
        public class Watching : ForwardOnlyMigration
        {
            public override void Up()
            {
                Execute.Sql("CREATE TABLE watched (id int)");
                Execute.Sql("{{Lock}}");
                Execute.Sql("SELECT pg_sleep(1)");
                Execute.WithConnection((connection, transaction) =>
                {
                    using var command = connection.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = $"INSERT INTO fault.clock VALUES ('{DateTime.UtcNow:yyyy-MM-dd HH:mm:ss}+00')";
                    command.ExecuteNonQuery();
                });
            }
        }

        """;

    public static TheoryData<string> Offsets => [.. Effort.Spread(["-1d", "+1d"], part: 1)];

    [Theory]
    [MemberData(nameof(Offsets))]
    public async Task WrongFromTheStart(string offset)
    {
        var upgrade = await upgrades.OfAsync(() => UpgradeAsync());
        await faults.RoundsAsync(16, $"wall clock {offset} from the start", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            using var clock = new FalseClock(offset);
            var before = await sandbox.Database.ScalarAsync<DateTime>(Now);

            (await clock.Misleads(sandbox.Tool(upgrade.Command)).RunAsync()).Exits(ExitCode.Success);

            await TimesAreTheServersAsync(sandbox, before, offset);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Theory]
    [MemberData(nameof(Offsets))]
    public async Task JumpInAStatement(string offset)
    {
        var upgrade = await upgrades.OfAsync(() => UpgradeAsync());
        await faults.RoundsAsync(16, $"jump of {offset} while a statement runs", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            using var clock = new FalseClock("+0");
            await using var blocker = new Npgsql.NpgsqlConnection(sandbox.Connection);
            await blocker.OpenAsync(TestContext.Current.CancellationToken);
            await using var taking = new Npgsql.NpgsqlCommand("SELECT pg_advisory_lock(16)", blocker);
            await taking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var before = await sandbox.Database.ScalarAsync<DateTime>(Now);
            await using var tool = clock.Misleads(sandbox.Tool([.. upgrade.Command, "--lock-timeout", "1m"])).Start();
            await sandbox.Database.UntilAsync("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 16 "
                + "AND NOT granted)");

            clock.Jump(offset);
            await blocker.CloseAsync();

            (await tool.EndAsync()).Exits(ExitCode.Success);
            await TimesAreTheServersAsync(sandbox, before, offset);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Theory]
    [MemberData(nameof(Offsets))]
    public async Task JumpWhileWaitingForTheDeployLock(string offset)
    {
        var upgrade = await upgrades.OfAsync(() => Gate.UpgradeAsync(server));
        await faults.RoundsAsync(16,
            $"jump of {offset} while waiting for the deploy lock: the wait is neither cut short nor made longer", Times,
            async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await Gate.CloseAsync(sandbox);
            await using var holder = sandbox.Tool(upgrade.Command).Start();
            await Gate.UntilAtItAsync(sandbox);
            using var clock = new FalseClock("+0");
            await using var patient = clock.Misleads(sandbox.Tool([.. upgrade.Command, "--lock-wait", "1h"])).Start();
            await using var hasty = clock.Misleads(sandbox.Tool([.. upgrade.Command, "--lock-wait", "4s"])).Start();
            await patient.UntilItSaysAsync("Waiting for the deploy lock");
            await hasty.UntilItSaysAsync("Waiting for the deploy lock");

            clock.Jump(offset);

            // It ends by itself within two minutes, or EndAsync fails.
            (await hasty.EndAsync()).Exits(ExitCode.LockTimeout);
            await Gate.OpenAsync(sandbox);
            holder.Send(Signal.Kill);
            (await patient.EndAsync()).Exits(ExitCode.Success);
            await holder.EndAsync();
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    private async Task<Upgrade> UpgradeAsync()
    {
        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Watching, Samples.Last);
        return await Upgrade.FromAsync(server, assembly,
            sql: "CREATE SCHEMA fault; CREATE TABLE fault.clock (seen timestamptz); GRANT USAGE ON SCHEMA fault TO PUBLIC; "
            + "GRANT INSERT ON fault.clock TO PUBLIC");
    }

    private static async Task TimesAreTheServersAsync(Sandbox sandbox, DateTime before, string offset)
    {
        var after = await sandbox.Database.ScalarAsync<DateTime>(Now);
        var seen = await sandbox.Database.ScalarAsync<DateTime>("SELECT seen FROM fault.clock");
        Assert.InRange(Math.Abs((seen - after).TotalHours), 23, 25);
        Assert.Equal(offset[0] == '+', seen > after);

        foreach (var time in (string[])["started_at", "ended_at"])
            Assert.All(await sandbox.Database.ColumnAsync<DateTime>($"SELECT {time} FROM \"VersionInfoJournal\""),
                recorded => Assert.InRange(recorded, before.AddSeconds(-1), after));
        Assert.All(await sandbox.Database.ColumnAsync<DateTime>("SELECT \"AppliedOn\" AT TIME ZONE 'UTC' FROM \"VersionInfo\""),
            recorded => Assert.InRange(recorded, before, after));
        Assert.All(await sandbox.Database.ColumnAsync<long>("SELECT duration_ms FROM \"VersionInfoJournal\""),
            duration => Assert.InRange(duration, 0, (after - before).TotalMilliseconds));
        Assert.InRange(await sandbox.Database.ScalarAsync<long>("SELECT max(duration_ms) FROM \"VersionInfoJournal\""), 1000,
            (long)(after - before).TotalMilliseconds);
    }
}
