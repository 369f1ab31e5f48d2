using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The application and a migration take the same locks in opposite order.</summary>
public sealed class Row13DeadlockTests(TestServer server, FaultRecorder faults)
{
    // Only the tool's session looks for deadlocks (after a second), so that it is the victim; its lock timeout comes later.
    private static readonly string Crossed = CompiledMigrations.Sql(20260116080000, "RenumberOrders",
        ["CREATE TABLE renumbered (id int)", "UPDATE orders SET state = 'new' WHERE id = 1",
            "ALTER TABLE customers ADD note text"]);

    [Fact]
    public async Task WithTheApplication()
    {
        await using var upgrade = await Upgrade.FromAsync(server,
            Samples.Assembly(Samples.Customers, Samples.Orders, Crossed, Samples.Last), target: "CreateOrders",
            sql: $"INSERT INTO orders VALUES (1, '{TestDatabase.RowData}'); INSERT INTO customers VALUES (1)");
        await faults.RoundsAsync(13, "deadlock with the application (40P01)", Effort.Rounds(part: 1, full: 20), async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await using var application = new NpgsqlConnection(sandbox.Database.ConnectionString);
            await application.OpenAsync(TestContext.Current.CancellationToken);
            await ExecuteAsync(application, "BEGIN; SET LOCAL deadlock_timeout = '1h'; SELECT FROM customers");
            await using var tool = sandbox.Tool([.. upgrade.Command, "--lock-timeout", "30s"]).Start();
            await sandbox.Database.UntilAsync("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = "
                + "'customers'::regclass)", TestContext.Current.CancellationToken);

            await ExecuteAsync(application, "UPDATE orders SET state = 'seen' WHERE id = 1; COMMIT");

            (await tool.EndAsync()).Exits(ExitCode.Success).Says("gave way after", "(40P01)", "at attempt 2");
            Assert.Equal("new", await sandbox.Database.ScalarAsync<string>("SELECT state FROM orders WHERE id = 1"));
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
