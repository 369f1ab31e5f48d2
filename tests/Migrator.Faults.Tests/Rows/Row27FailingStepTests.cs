using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The third of five migrations fails, by the rows that it finds or by its own fault.</summary>
public sealed class Row27FailingStepTests(TestServer server, FaultRecorder faults, SharedUpgrades upgrades)
    : IClassFixture<SharedUpgrades>
{
    private const string Duplicate = $"INSERT INTO people VALUES ('{TestDatabase.RowData}'), ('{TestDatabase.RowData}')";

    private static readonly string First = CompiledMigrations.Sql(20260101000001, "First",
        ["CREATE TABLE first (id int)", "INSERT INTO first VALUES (1)"]);
    private static readonly string Second = CompiledMigrations.Sql(20260101000002, "Second", ["CREATE TABLE second (id int)"]);
    private static readonly string Third = CompiledMigrations.Sql(20260101000003, "Third",
        ["CREATE TABLE third (id int)", "CREATE UNIQUE INDEX ux_people_email ON people (email)",
            "ALTER TABLE first ADD note text"]);
    private static readonly string Broken = CompiledMigrations.Sql(20260101000003, "Third",
        ["CREATE TABLE third (id int)", "INSERT INTO first VALUES (2)", "CREATE TABLE second (id int)"]);
    private static readonly string Fourth = CompiledMigrations.Sql(20260101000004, "Fourth", ["CREATE TABLE fourth (id int)"]);
    private static readonly string Fifth = CompiledMigrations.Sql(20260101000005, "Fifth", ["CREATE TABLE fifth (id int)"]);

    private static readonly int Times = Effort.Rounds(part: 1, full: 10);

    [Fact]
    public async Task ByTheRows()
    {
        var upgrade = await upgrades.OfAsync(() => UpgradeAsync());
        await faults.RoundsAsync(27, "rows that break a unique index; then they are put right", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await sandbox.Database.ExecuteAsync(Duplicate);

            (await upgrade.RunAsync(sandbox)).Exits(ExitCode.Failed)
                .Complains("23505", "2 applied earlier in this run stay", "2 not attempted");

            await sandbox.Database.ExecuteAsync("DELETE FROM people");
            await ResumesAtTheThirdAsync(upgrade, sandbox);
        });
    }

    [Fact]
    public async Task ByItsOwnFault()
    {
        var upgrade = await upgrades.OfAsync(() => UpgradeAsync());
        await faults.RoundsAsync(27, "a statement that is wrong; then the migration is corrected", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();

            (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(First, Second, Broken, Fourth, Fifth)))
                .Exits(ExitCode.Failed)
                .Complains("42P07", "2 applied earlier in this run stay", "2 not attempted");

            await ResumesAtTheThirdAsync(upgrade, sandbox);
        });
    }

    private Task<Upgrade> UpgradeAsync() => Upgrade.FromAsync(server, Samples.Assembly(First, Second, Third, Fourth, Fifth),
        sql: "CREATE TABLE people (email text); GRANT ALL ON people TO PUBLIC; DO $$ BEGIN EXECUTE format('ALTER TABLE people "
        + "OWNER TO %I', (SELECT datdba::regrole FROM pg_database WHERE datname = current_database())); END $$");

    private static async Task ResumesAtTheThirdAsync(Upgrade upgrade, Sandbox sandbox)
    {
        Assert.Equal([20260101000001, 20260101000002], await sandbox.AppliedAsync());
        await Invariants.HoldAsync(upgrade, sandbox);
        Assert.Equal([20260101000003, 20260101000004, 20260101000005], await sandbox.Database.ColumnAsync<long>(
            "SELECT version FROM \"VersionInfoJournal\" WHERE run = (SELECT run FROM \"VersionInfoJournal\" ORDER BY id DESC "
            + "LIMIT 1) ORDER BY id"));
    }
}
