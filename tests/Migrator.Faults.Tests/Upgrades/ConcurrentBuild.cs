using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Faults.Tests.Upgrades;

/// <summary>A CREATE INDEX CONCURRENTLY that goes on until it is stopped: in its work, or in waiting for an old
/// transaction.</summary>
internal static class ConcurrentBuild
{
    // Each row takes its time while the gate is closed; the index is the same in the end.
    private const string Sql = $$"""
        CREATE SCHEMA fault; CREATE TABLE fault.gate (closed boolean);
        CREATE FUNCTION fault.slow(state text) RETURNS text IMMUTABLE SECURITY DEFINER LANGUAGE plpgsql AS
          'BEGIN PERFORM pg_sleep(600) FROM fault.gate; RETURN state; END';
        GRANT USAGE ON SCHEMA fault TO PUBLIC;
        INSERT INTO orders SELECT n, '{{TestDatabase.RowData}}' || n % 100 FROM generate_series(1, 1000) AS n;
        """;

    /// <summary>Customers and orders are there; an index on orders and one more migration are to come.</summary>
    /// <param name="server">Where its databases are.</param>
    /// <param name="index">The statements.</param>
    public static Task<Upgrade> UpgradeAsync(DatabaseServer server, params string[] index) =>
        Upgrade.FromAsync(server, Samples.Assembly(Samples.Customers, Samples.Orders,
            CompiledMigrations.Sql(20260115080000, "IndexOrdersByState", index, attribute: "TransactionBehavior.None"),
            Samples.Last), target: "CreateOrders", sql: Sql);

    /// <summary>Waits until the build is in a phase that begins like this.</summary>
    public static Task UntilItIsAsync(Sandbox sandbox, string phase) => sandbox.Database.UntilAsync(
        $"SELECT EXISTS (SELECT FROM pg_stat_progress_create_index WHERE datname = current_database() AND phase LIKE '{phase}%')",
        TestContext.Current.CancellationToken);

    /// <summary>A transaction that changed a row, and stays open until the connection is closed.</summary>
    public static async Task<NpgsqlConnection> OldTransactionAsync(Sandbox sandbox, string applicationName = "nightly-report")
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(sandbox.Connection)
        { ApplicationName = applicationName, Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("BEGIN; UPDATE orders SET state = state WHERE id = 1", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public static Task<List<bool>> ValidityAsync(Sandbox sandbox) =>
        sandbox.Database.ColumnAsync<bool>("SELECT indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE "
            + "relname LIKE 'ix_orders%'");
}
