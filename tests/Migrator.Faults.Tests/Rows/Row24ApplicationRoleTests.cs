using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>Somebody gives the deploy step the application's role.</summary>
public sealed class Row24ApplicationRoleTests(TestServer server, FaultRecorder faults, SharedUpgrades upgrades)
    : IClassFixture<SharedUpgrades>
{
    private const string Usual = "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public";

    private static readonly int Times = Effort.Rounds(part: 1, full: 5);

    [Fact]
    public Task OnAnEmptyDatabase() => IsRefusedAsync("on an empty database", null);

    [Fact]
    public Task WhichMayOnlyRead() =>
        IsRefusedAsync("which may read all tables", "CreateOrders", "SELECT ON ALL TABLES IN SCHEMA public");

    [Fact]
    public Task WhichMayChangeRows_InEveryTable() =>
        IsRefusedAsync("which may change rows in all tables, the version table too", "CreateOrders", Usual);

    [Fact]
    public Task WhichMayChangeRows_ButNotInTheVersionTable() =>
        IsRefusedAsync("which may change rows in all tables but the version table", "CreateOrders",
            "SELECT, INSERT, UPDATE, DELETE ON customers, orders");

    private async Task IsRefusedAsync(string scenario, string? target, params string[] grants)
    {
        var column = CompiledMigrations.Sql(20260120090000, "AddOrderNote",
            ["ALTER TABLE orders ADD note text", "CREATE TABLE notes (id int)"]);
        var upgrade = await upgrades.OfAsync(
            () => Upgrade.FromAsync(server, Samples.Assembly(Samples.Customers, Samples.Orders, column, Samples.Last), target),
            target ?? "empty");
        await faults.RoundsAsync(24, $"`up` as a role {scenario}", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            // Up to 14 everybody may create there.
            await sandbox.Database.ExecuteAsync("REVOKE CREATE ON SCHEMA public FROM PUBLIC; "
                + $"GRANT CREATE ON SCHEMA public TO \"{sandbox.Settings.Username}\"");
            var application = await sandbox.Database.CreateRoleAsync("app");
            foreach (var grant in grants)
                await sandbox.Database.ExecuteAsync($"GRANT {grant} TO {sandbox.Database.Name}_app");

            var run = await sandbox.Bare([.. upgrade.Command, "--connection", application]).RunAsync();

            await Invariants.HoldAsync(upgrade, sandbox);
            run.Exits(ExitCode.Usage).Complains($"{sandbox.Database.Name}_app");
        });
    }
}
