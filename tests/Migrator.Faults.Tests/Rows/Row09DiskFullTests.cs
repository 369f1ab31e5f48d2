using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Servers;
using Migrator.Faults.Tests.Surroundings;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The disk is full (53100), until there is room.</summary>
public sealed class Row09DiskFullTests(FaultRecorder faults)
{
    private static readonly int Times = Effort.Rounds(part: 1, full: 10);

    [Fact]
    public async Task TableThatCannotGrow()
    {
        await using var server = await PrivateServer.StartNewAsync();
        var fill = CompiledMigrations.Sql(20260120090000, "FillOrders",
            ["ALTER TABLE orders ADD note text",
                $"INSERT INTO orders SELECT n, 'new', '{TestDatabase.RowData}' FROM generate_series(1, 5) AS n",
                "CREATE TABLE filled (id int)"]);
        await using var upgrade = await Upgrade.FromAsync(server,
            Samples.Assembly(Samples.Customers, Samples.Orders, fill, Samples.Last), target: "CreateOrders");
        await faults.RoundsAsync(9, "a table's next block hits ENOSPC", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            using (await FullRelation.MakeAsync(server, sandbox, "orders"))
                await FailsOnceAsync(upgrade, sandbox);

            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Fact]
    public async Task SmallTablespace()
    {
        await using var server = await PrivateServer.StartNewAsync();
        using var disk = SmallDisk.TryMount(server.Data);
        // Where nothing may be mounted, the table that cannot grow has to do.
        if (disk is null)
            return;

        await server.ExecuteAsync($"CREATE TABLESPACE small LOCATION '{disk.Path}'");
        await server.ExecuteAsync("GRANT CREATE ON TABLESPACE small TO PUBLIC");
        var fill = CompiledMigrations.Sql(20260120090000, "CreateArchive",
            ["CREATE TABLE archive (id int, note text) TABLESPACE small",
                $"INSERT INTO archive SELECT n, '{TestDatabase.RowData}' FROM generate_series(1, 100000) AS n"]);
        await using var upgrade = await Upgrade.FromAsync(server,
            Samples.Assembly(Samples.Customers, Samples.Orders, fill, Samples.Last));
        await upgrade.UndisturbedAsync();
        await faults.RoundsAsync(9, "a tablespace on a file system of 1 MB", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            disk.Resize("1m");
            await FailsOnceAsync(upgrade, sandbox);

            disk.Resize("64m");
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    private static async Task FailsOnceAsync(Upgrade upgrade, Sandbox sandbox)
    {
        var run = await upgrade.RunAsync(sandbox);

        run.Exits(ExitCode.Failed).Complains("No space left on device", "53100", "Rolled back");
        Assert.DoesNotContain("again in", run.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Connecting again", run.ToString(), StringComparison.Ordinal);
        await Invariants.IsWholeAsync(upgrade, sandbox);
    }
}
