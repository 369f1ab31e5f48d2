using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The role and the database have timeouts of 100 ms for everything.</summary>
public sealed class Row21TimeoutTests(TestServer server, FaultRecorder faults, SharedUpgrades upgrades)
    : IClassFixture<SharedUpgrades>
{
    private const string Names = "'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', "
        + "'idle_session_timeout', 'transaction_timeout'";

    // A statement, a pause in the transaction, and a wait for a lock, each longer than any of them.
    private const string Slow = $$"""
        [Migration(20260123090000)]
        public class Slow : ForwardOnlyMigration
        {
            public override void Up()
            {
                Execute.Sql("SELECT pg_sleep(0.5)");
                Execute.WithConnection((connection, transaction) => System.Threading.Thread.Sleep(500));
                Execute.Sql("INSERT INTO fault.settings SELECT name, setting FROM pg_settings WHERE name IN ({{Names}})");
                Execute.Sql("ALTER TABLE orders ADD note text");
            }
        }

        """;

    private static readonly int Times = Effort.Rounds(part: 1, full: 10);

    [Theory]
    [FullData("ROLE \"{0}\"")]
    [FullData("DATABASE {1}")]
    [InlineData("ROLE \"{0}\" IN DATABASE {1}")]
    public async Task ShortTimeouts_AreOverridden(string where)
    {
        var upgrade = await upgrades.OfAsync(() => Upgrade.FromAsync(server,
            Samples.Assembly(Samples.Customers, Samples.Orders, Slow, Samples.Last), target: "CreateOrders",
            sql: "CREATE SCHEMA fault; CREATE TABLE fault.settings (name text, setting text); GRANT USAGE ON SCHEMA fault TO "
            + "PUBLIC; GRANT INSERT ON fault.settings TO PUBLIC"));
        await faults.RoundsAsync(21,
            $"ALTER {where.Split(' ')[0]}{(where.Contains("IN", StringComparison.Ordinal) ? " .. IN DATABASE" : "")} .. SET",
            Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            var target = where.Replace("{0}", sandbox.Settings.Username, StringComparison.Ordinal)
                .Replace("{1}", sandbox.Database.Name, StringComparison.Ordinal);
            var settings = await sandbox.Database.ColumnAsync<string>(
                $"SELECT name::text FROM pg_settings WHERE name IN ({Names})");
            foreach (var setting in settings)
                await sandbox.Database.ExecuteAsync($"ALTER {target} SET {setting} = '100ms'");

            // Nothing of ours may be hit by them; and it holds the table until the tool has waited for it long enough.
            await using var reader = new NpgsqlConnection(sandbox.Database.Connect().ConnectionString);
            await reader.OpenAsync(TestContext.Current.CancellationToken);
            await using var lockIt = new NpgsqlCommand(string.Concat(settings.Select(setting => $"SET {setting} = 0; "))
                + "BEGIN; SELECT FROM orders", reader);
            await lockIt.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            var waits = WaitsForTheTableAsync(sandbox);
            if (await Task.WhenAny(waits, tool.EndAsync()) != waits)
                (await tool.EndAsync()).Exits(ExitCode.Success);
            await waits;
            await reader.CloseAsync();

            (await tool.EndAsync()).Exits(ExitCode.Success);
            var seen = await sandbox.Database.ColumnAsync<string>("SELECT DISTINCT setting FROM fault.settings WHERE name <> "
                + "'lock_timeout'");
            Assert.Equal("0", Assert.Single(seen));
            Assert.NotEqual("100",
                await sandbox.Database.ScalarAsync<string>("SELECT setting FROM fault.settings WHERE name = 'lock_timeout'"));
            foreach (var setting in settings)
                await sandbox.Database.ExecuteAsync($"ALTER {target} RESET {setting}");
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    // Asked from another database, which has no such timeouts, and by a session of its own each time: in a transaction the answer
    // stays the same.
    private async Task WaitsForTheTableAsync(Sandbox sandbox)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.AdminConnectionString)
        { Pooling = false });
        await WaitFor.TrueAsync("the tool has waited 300 ms for the table", async () =>
        {
            await using var waits = source.CreateCommand(
                $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{sandbox.Database.Name}' AND wait_event_type = "
                + $"'Lock' AND clock_timestamp() - query_start > interval '300 ms')");
            return (bool)(await waits.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        });
    }
}
