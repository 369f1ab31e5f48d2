using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Servers;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>Runners that wait for another's CREATE INDEX CONCURRENTLY, which waits for everybody's transactions.</summary>
[Collection(nameof(Alone))]
public sealed class Row11ConcurrentIndexTests(FaultRecorder faults)
{
    private const int Runners = 10;

    private static readonly string Another = CompiledMigrations.Sql(20260116080000, "IndexOrdersByIdAndState",
        ["CREATE INDEX CONCURRENTLY ix_orders_id_state ON orders (id, state)"], attribute: "TransactionBehavior.None");

    private static readonly string Unique = CompiledMigrations.Sql(20260117080000, "UniqueOrderNumber",
        ["CREATE UNIQUE INDEX CONCURRENTLY ux_orders_number ON orders ((id + 1))"], attribute: "TransactionBehavior.None");

    [Fact]
    public async Task TenAtOnce()
    {
        await using var server = await PrivateServer.StartNewAsync();
        await using var upgrade = await Upgrade.FromAsync(server,
            Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index, Another, Unique, Samples.Last),
            target: "CreateOrders",
            sql: $"INSERT INTO orders SELECT n, '{TestDatabase.RowData}' FROM generate_series(1, 50000) AS n");
        await faults.RoundsAsync(11, "10 at once, with three CONCURRENTLY builds pending", Effort.Rounds(part: 1, full: 20),
            async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();

            var runs = await Task.WhenAll(Enumerable.Range(0, Runners).Select(_ => upgrade.RunAsync(sandbox)));

            Assert.All(runs, run => run.Exits(ExitCode.Success));
            Assert.False(await sandbox.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_index WHERE NOT indisvalid)"));
            await Invariants.HoldAsync(upgrade, sandbox);
            Assert.DoesNotContain(server.Log.Split('\n'), line => line.StartsWith("40P01", StringComparison.Ordinal));
        });
    }
}
