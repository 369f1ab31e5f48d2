using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Upgrades;

/// <summary>A statement that runs until it is stopped while the gate is closed, and does nothing while it is open.</summary>
internal static class Gate
{
    public const string WaitSql = "SELECT pg_sleep(600) FROM fault.gate";

    public static readonly string Migration = CompiledMigrations.Sql(20260123090000, "BackfillOrders",
        ["CREATE TABLE begun (id int)", WaitSql, "CREATE TABLE ended (id int)"]);

    /// <summary>What makes the gate, in a schema of its own: what is in public is compared.</summary>
    public const string Sql = "CREATE SCHEMA fault; CREATE TABLE fault.gate (closed boolean); GRANT USAGE ON SCHEMA fault TO "
        + "PUBLIC; GRANT SELECT ON fault.gate TO PUBLIC";

    /// <summary>Four migrations, of which the third has the gate in its middle.</summary>
    public static Task<Upgrade> UpgradeAsync(DatabaseServer server) => UpgradeAsync(server, Migration);

    /// <summary>Four migrations, of which the third is this one.</summary>
    public static Task<Upgrade> UpgradeAsync(DatabaseServer server, string migration) =>
        Upgrade.FromAsync(server, Samples.Assembly(Samples.Customers, Samples.Orders, migration, Samples.Last), sql: Sql);

    public static Task CloseAsync(Sandbox sandbox) => sandbox.Database.ExecuteAsync("INSERT INTO fault.gate VALUES (true)");

    public static Task OpenAsync(Sandbox sandbox) => sandbox.Database.ExecuteAsync("DELETE FROM fault.gate");

    /// <summary>Waits until the tool's session is in the statement.</summary>
    public static Task UntilAtItAsync(Sandbox sandbox) => sandbox.Database.UntilAsync(
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'migrator %' "
        + "AND wait_event = 'PgSleep')",
        TestContext.Current.CancellationToken);
}
