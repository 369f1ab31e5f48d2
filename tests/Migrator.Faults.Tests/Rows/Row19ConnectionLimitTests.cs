using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Servers;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The server has no connection left (53300) for the run's session.</summary>
public sealed class Row19ConnectionLimitTests(TestServer shared, FaultRecorder faults)
{
    private const int Connections = 10;

    // Goes on as soon as the gate is opened.
    private static readonly string Patient = CompiledMigrations.Sql(20260123090000, "BackfillOrders",
        ["CREATE TABLE begun (id int)",
            "DO $$ BEGIN WHILE EXISTS (SELECT FROM fault.gate) LOOP PERFORM pg_sleep(0.05); END LOOP; END $$"]);

    private static readonly int Times = Effort.Rounds(part: 1, full: 10);

    [Fact]
    public async Task Server_IsFull()
    {
        await using var server = await PrivateServer.StartNewAsync($"max_connections={Connections}");
        await using var upgrade = await Gate.UpgradeAsync(server);
        await faults.RoundsAsync(19, "the server is full", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            var others = await FillAsync(sandbox);

            await StaysOutAsync(upgrade, sandbox);
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            await tool.UntilItSaysAsync("53300");
            foreach (var other in others)
                await other.DisposeAsync();

            (await tool.EndAsync()).Exits(ExitCode.Success);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Theory]
    [FullData("role", "ALTER ROLE \"{0}\" CONNECTION LIMIT 0", "ALTER ROLE \"{0}\" CONNECTION LIMIT -1")]
    [InlineData("database", "ALTER DATABASE {1} CONNECTION LIMIT 0", "ALTER DATABASE {1} CONNECTION LIMIT -1")]
    public async Task RoleOrDatabase_IsFull(string what, string limit, string lift)
    {
        await using var upgrade = await Gate.UpgradeAsync(shared);
        await faults.RoundsAsync(19, $"the {what}'s own limit is reached", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            string Filled(string sql) =>
                sql.Replace("{0}", sandbox.Settings.Username, StringComparison.Ordinal)
                    .Replace("{1}", sandbox.Database.Name, StringComparison.Ordinal);
            await sandbox.Database.ExecuteAsync(Filled(limit));

            await StaysOutAsync(upgrade, sandbox);
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            await tool.UntilItSaysAsync("53300");
            await sandbox.Database.ExecuteAsync(Filled(lift));

            (await tool.EndAsync()).Exits(ExitCode.Success);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Fact]
    public async Task NoRoomForTheObserver_DoesNotHarmTheRun()
    {
        await using var upgrade = await Gate.UpgradeAsync(shared, Patient);
        await faults.RoundsAsync(19, "room for one connection only: no observer", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await sandbox.Database.ExecuteAsync($"ALTER ROLE \"{sandbox.Settings.Username}\" CONNECTION LIMIT 1");
            await RunsThroughTheGateAsync(upgrade, sandbox, () => Task.CompletedTask);
            await sandbox.Database.ExecuteAsync($"ALTER ROLE \"{sandbox.Settings.Username}\" CONNECTION LIMIT -1");
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Fact]
    public async Task ObserverIsEnded_DoesNotHarmTheRun()
    {
        await using var upgrade = await Gate.UpgradeAsync(shared, Patient);
        await faults.RoundsAsync(19, "the observer is ended in mid-run", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            const string Observer = "FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE "
                + "'migrator-observer %'";
            await RunsThroughTheGateAsync(upgrade, sandbox, async () =>
            {
                await sandbox.Database.UntilAsync($"SELECT EXISTS (SELECT {Observer})", TestContext.Current.CancellationToken);
                await sandbox.Database.ExecuteAsync($"SELECT pg_terminate_backend(pid, 60000) {Observer}");
            });
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    private static async Task RunsThroughTheGateAsync(Upgrade upgrade, Sandbox sandbox, Func<Task> inside)
    {
        await Gate.CloseAsync(sandbox);
        await using var tool = sandbox.Tool(upgrade.Command).Start();
        // Long enough for an observer to be wanted.
        await sandbox.Database.UntilAsync(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'DO%fault.gate%' AND "
            + "clock_timestamp() - query_start > interval '1 second')",
            TestContext.Current.CancellationToken);
        await inside();
        await Gate.OpenAsync(sandbox);
        (await tool.EndAsync()).Exits(ExitCode.Success);
    }

    private static async Task StaysOutAsync(Upgrade upgrade, Sandbox sandbox) =>
        (await upgrade.RunAsync(sandbox, "--connect-wait", "1s")).Exits(ExitCode.Unreachable).Complains("53300");

    // Until the server says that there are no more; those that are reserved stay for the test's own superuser.
    private static async Task<List<NpgsqlConnection>> FillAsync(Sandbox sandbox)
    {
        var connections = new List<NpgsqlConnection>();
        while (true)
        {
            var connection = new NpgsqlConnection(sandbox.Connection);
            try
            {
                await connection.OpenAsync(TestContext.Current.CancellationToken);
                connections.Add(connection);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await connection.DisposeAsync();
                Assert.InRange(connections.Count, 1, Connections);
                return connections;
            }
        }
    }
}
