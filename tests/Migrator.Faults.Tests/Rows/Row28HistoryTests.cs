using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>A branch brings another history than the database's: an edited migration, or one below what is applied.</summary>
public sealed class Row28HistoryTests(TestServer server, FaultRecorder faults)
{
    [Fact]
    public async Task OutOfOrder_IsRefusedBeforeAnyDdl_OrAppliedWhereThatIsAllowed()
    {
        await using var earlier = await Upgrade.FromAsync(server, Samples.Assembly(Samples.Orders), target: "latest",
            sql: $"INSERT INTO orders VALUES (1, '{TestDatabase.RowData}')");
        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Last);
        await faults.RoundsAsync(28, "a late migration below the newest applied one", Effort.Rounds(part: 1, full: 10), async _ =>
        {
            await using var sandbox = await earlier.StartAsync();
            var before = await Upgrade.SnapshotAsync(sandbox) + await JournalAsync(sandbox);

            (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Refused)
                .Complains("20260110120000 CreateCustomers", "--out-of-order allow");
            Assert.Equal(before, await Upgrade.SnapshotAsync(sandbox) + await JournalAsync(sandbox));
            Assert.Equal([20260114093000], await sandbox.AppliedAsync());

            (await sandbox.RunAsync("up", "--out-of-order", "allow", "--assembly", assembly)).Exits(ExitCode.Success);
            Assert.Equal([20260110120000, 20260114093000, 20260130090000], await sandbox.AppliedAsync());
            (await sandbox.RunAsync("status", "--exit-code", "--assembly", assembly)).Exits(ExitCode.Success);
        });
    }

    [Fact]
    public async Task Edited_IsRefusedBeforeAnyDdl_OrAcceptedOnceWhereThatIsAllowed()
    {
        await using var earlier = await Upgrade.FromAsync(server, Samples.Two, target: "latest",
            sql: $"INSERT INTO orders VALUES (1, '{TestDatabase.RowData}')");
        var edited = CompiledMigrations.Sql(20260114093000, "CreateOrders",
            ["CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL)"]);
        var assembly = Samples.Assembly(Samples.Customers, edited, Samples.Last);
        await faults.RoundsAsync(28, "an applied migration is edited", Effort.Rounds(part: 1, full: 10), async _ =>
        {
            await using var sandbox = await earlier.StartAsync();
            (await sandbox.RunAsync("manifest", "--manifest", "manifest.json", "--assembly", assembly)).Exits(ExitCode.Success);
            string[] up = ["up", "--manifest", "manifest.json", "--assembly", assembly];
            var before = await Upgrade.SnapshotAsync(sandbox) + await JournalAsync(sandbox);

            (await sandbox.RunAsync(up)).Exits(ExitCode.Diverged)
                .Complains("20260114093000 CreateOrders was edited", "--edited allow");
            (await sandbox.RunAsync("wait", "--manifest", "manifest.json")).Exits(ExitCode.Diverged).Complains("CreateOrders");
            Assert.Equal(before, await Upgrade.SnapshotAsync(sandbox) + await JournalAsync(sandbox));

            (await sandbox.RunAsync([.. up, "--edited", "allow"])).Exits(ExitCode.Success);
            (await sandbox.RunAsync(up)).Exits(ExitCode.Success);
            (await sandbox.RunAsync("wait", "--manifest", "manifest.json")).Exits(ExitCode.Success);
            Assert.Equal([20260110120000, 20260114093000, 20260130090000], await sandbox.AppliedAsync());
        });
    }

    private static async Task<string> JournalAsync(Sandbox sandbox) =>
        string.Join(',', await sandbox.Database.ColumnAsync<string>("SELECT j::text FROM \"VersionInfoJournal\" j ORDER BY id"));
}
