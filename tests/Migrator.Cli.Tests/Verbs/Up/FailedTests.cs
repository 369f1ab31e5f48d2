using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>Exit code 6: a migration failed and was rolled back.</summary>
public sealed class FailedTests(TestServer server)
{
    private static readonly string Assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Failing, Samples.Last);

    [Fact]
    public async Task Up_WithAFailingMigration_SaysWhereAndWhatIsTrueNow()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.RunAsync("up", "--assembly", Assembly);

        run.Exits(ExitCode.Failed)
            .Says("20260121090000  AddOrderTotal", "failed at statement 2 of 3")
            .Complains("column \"state\" of relation \"orders\" already exists (42701)",
                "Rolled back; the database is at 20260114093000.",
                "2 applied earlier in this run stay.", "1 not attempted.", "--show-sql", "exit 6");
        Assert.DoesNotContain("ALTER TABLE", run.ToString(), StringComparison.Ordinal);
        Assert.Equal([20260110120000, 20260114093000], await sandbox.VersionsAsync());
        Assert.False(await sandbox.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = "
            + "'orders'::regclass AND attname = 'total')"));
    }

    [Fact]
    public async Task ShowSql_ShowsTheFailedStatement()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.RunAsync("up", "--show-sql", "--assembly", Assembly);

        run.Exits(ExitCode.Failed).Complains("statement: ALTER TABLE orders ADD state text", "fix the migration and run again");
    }

    [Fact]
    public async Task RowData_IsNotShown()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(CompiledMigrations.Sql(1, "Unique", [
            "CREATE TABLE people (email text)", "INSERT INTO people VALUES ('ada@example.com'), ('ada@example.com')",
            "CREATE UNIQUE INDEX ON people (email)"]));
        var cast = Samples.Assembly(CompiledMigrations.Sql(1, "Cast", [
            "CREATE TABLE people (email text)", "INSERT INTO people VALUES ('ada@example.com')",
            "ALTER TABLE people ALTER email TYPE int USING email::int"]));

        foreach (var run in (ToolResult[])[await sandbox.RunAsync("up", "--assembly", assembly),
            await sandbox.RunAsync("up", "--assembly", cast)])
        {
            run.Exits(ExitCode.Failed);
            Assert.DoesNotContain("ada@example.com", run.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Down_ThatFails_IsRolledBack()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers,
            CompiledMigrations.Sql(20260125090000, "Bad", ["CREATE TABLE bad (id int)"],
                ["DROP TABLE bad", "DROP TABLE no_such_table"]));
        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success);

        var run = await sandbox.RunAsync("down", "--target", "zero", "--yes", "--assembly", assembly);

        run.Exits(ExitCode.Failed)
            .Complains("table \"no_such_table\" does not exist (42P01)",
                "Rolled back; the database is at 20260125090000, as before.", "1 not attempted.");
        Assert.True(await sandbox.Database.ExistsAsync("bad"));
    }

    [Fact]
    public async Task StatementTimeout_IsAFailureOfTheMigration()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.RunAsync("up", "--statement-timeout", "100ms", "--assembly", Samples.Assembly(Samples.Endless));

        run.Exits(ExitCode.Failed).Complains("statement timeout (57014)", "Rolled back");
    }

    [Fact]
    public async Task Profile_ThatFails_IsToldOnce()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, """
            [Profile("Development")]
            public class SeedData : ForwardOnlyMigration
            {
                public override void Up() => Execute.Sql("INSERT INTO no_such_table VALUES (1)");
            }

            """);

        var run = await sandbox.RunAsync("up", "--profile", "Development", "--assembly", assembly);

        run.Exits(ExitCode.Failed).Says("profile SeedData")
            .Complains("relation \"no_such_table\" does not exist (42P01)", "1 applied earlier in this run stays.");
        Assert.Equal(1, run.Out.Split("profile SeedData").Length - 1);
    }
}
