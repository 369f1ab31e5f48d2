using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Cli.Tests.Verbs.Script;

/// <summary>A script on a database that it is not made for, beside another run, or with a statement that fails.</summary>
public sealed class ScriptGuardTests(TestServer server)
{
    [Fact]
    public async Task Script_FailsInATransaction_NothingOfItIsLeft_AndUpGoesOn()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        string[] with = ["--assembly", Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Failing, Samples.Last)];

        var run = await sandbox.PsqlAsync(await sandbox.ScriptAsync(with));

        Assert.Equal(3, run.ExitCode);
        run.Complains("column \"state\" of relation \"orders\" already exists");
        Assert.Equal([20260110120000, 20260114093000], await sandbox.VersionsAsync());
        Assert.Equal(0,
            await sandbox.Database.ScalarAsync<long>("SELECT count(*) FROM pg_attribute WHERE attrelid = 'orders'::regclass AND "
            + "attname = 'total'"));
        (await sandbox.RunAsync(["status", "--exit-code", .. with])).Exits(ExitCode.Pending).Says("Behind by 2.");
    }

    [Fact]
    public async Task Script_StopsOutsideATransaction_StatusSaysUnfinished_UpGoesOn_AndTheScriptDoesNotRunOverIt()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, Samples.HalfDone, Samples.Last);
        var script = await sandbox.ScriptAsync("--idempotent", "--assembly", assembly);

        var stopped = await sandbox.PsqlAsync(script);
        var status = await sandbox.RunAsync("status", "--exit-code", "--assembly", assembly);
        var again = await sandbox.PsqlAsync(script);
        var mended = Samples.Assembly(Samples.Customers, Samples.HalfDone.Replace("1 / 0", "1", StringComparison.Ordinal),
            Samples.Last);
        var up = await sandbox.RunAsync("up", "--assembly", mended);

        Assert.Equal(3, stopped.ExitCode);
        stopped.Complains("division by zero");
        status.Exits(ExitCode.Partial).Says("unfinished", "20260122090000 FillOrderTotals", "goes on where it stopped");
        Assert.Equal(3, again.ExitCode);
        again.Complains("Stopped in the middle by an earlier run: 20260122090000 FillOrderTotals.", "dotnet migrator resolve");
        up.Exits(ExitCode.Success).Says("goes on at statement 2", "2 applied");
    }

    [Fact]
    public async Task Script_OfAnIndexThatCannotBeBuilt_LeavesItToUp()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, CompiledMigrations.Sql(20260115080000, "UniqueNames",
            ["ALTER TABLE customers ADD name text", "CREATE UNIQUE INDEX CONCURRENTLY ux_customers_name ON customers (name)"],
            attribute: "TransactionBehavior.None"));
        await sandbox.AppliesAsync(await sandbox.ScriptAsync("--to", "CreateCustomers", "--assembly", assembly));
        await sandbox.Database.ExecuteAsync(
            "ALTER TABLE customers ADD name text; INSERT INTO customers VALUES (1, 'Ada'), (2, 'Ada')");
        var script = await sandbox.ScriptAsync("--from", "CreateCustomers", "--assembly", assembly);

        var exists = await sandbox.PsqlAsync(script);
        (await sandbox.RunAsync("resolve", "20260115080000", "--rolled-back", "--assembly", assembly)).Exits(ExitCode.Success);
        var duplicate = await sandbox.PsqlAsync(script.Replace("ADD name text", "ADD COLUMN IF NOT EXISTS name text",
            StringComparison.Ordinal));
        var status = await sandbox.RunAsync("status", "--exit-code", "--assembly", assembly);

        exists.Complains("column \"name\" of relation \"customers\" already exists");
        duplicate.Complains("could not create unique index \"ux_customers_name\"");
        Assert.Equal((3, 3), (exists.ExitCode, duplicate.ExitCode));
        Assert.True(await sandbox.Database.ScalarAsync<bool>("SELECT NOT indisvalid FROM pg_index WHERE indexrelid = "
            + "'ux_customers_name'::regclass"));
        status.Exits(ExitCode.Partial);
        await sandbox.Database.ExecuteAsync("DELETE FROM customers WHERE id = 2");
        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success)
            .Says("Dropping the INVALID index \"ux_customers_name\"", "1 applied");
    }

    // IF NOT EXISTS would take it for the real one.
    [Fact]
    public async Task Script_MeetsAnInvalidIndexOfTheName_Stops()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await sandbox.AppliesAsync(await sandbox.ScriptAsync("--assembly", Samples.Two));
        await sandbox.Database.ExecuteAsync("INSERT INTO orders VALUES (1, 'new'), (2, 'new')");
        await Assert.ThrowsAsync<PostgresException>(() => sandbox.Database.ExecuteAsync("CREATE UNIQUE INDEX CONCURRENTLY "
            + "ix_orders_state ON orders (state)"));
        var script = await sandbox.ScriptAsync("--from", "CreateOrders", "--assembly",
            Samples.Assembly(Samples.Customers, Samples.Orders,
                Samples.Index.Replace("CONCURRENTLY ix", "CONCURRENTLY IF NOT EXISTS ix", StringComparison.Ordinal)));

        var run = await sandbox.PsqlAsync(script);

        Assert.Equal(3, run.ExitCode);
        run.Complains("There is no valid index ix_orders_state on orders.");
    }

    [Fact]
    public async Task Script_OnADatabaseThatHasThemAlready_StopsBeforeAnything()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(Samples.Customers))).Exits(ExitCode.Success);

        var run = await sandbox.PsqlAsync(await sandbox.ScriptAsync("--assembly", Samples.Two));

        Assert.Equal(3, run.ExitCode);
        run.Complains("Applied already: 20260110120000.", "--idempotent");
        Assert.Equal([20260110120000], await sandbox.VersionsAsync());
    }

    [Theory]
    [InlineData("--from 20260110120000", "This script is for a database at 20260110120000, which is not applied here.")]
    [InlineData("--from 20260110120000 --idempotent",
        "This script is for a database at 20260110120000, which is not applied here.")]
    [InlineData("--down --to zero", "Not applied: 20260110120000, 20260114093000.")]
    public async Task Script_OnADatabaseThatIsNotThere_StopsBeforeAnything(string arguments, string said)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.PsqlAsync(await sandbox.ScriptAsync([.. arguments.Split(' '), "--assembly", Samples.Two]));

        Assert.Equal(3, run.ExitCode);
        run.Complains(said);
        Assert.False(await sandbox.Database.ExistsAsync("orders"));
        Assert.Empty(await sandbox.VersionsAsync());
    }

    [Fact]
    public async Task ScriptDown_BelowANewerOneThatWouldStay_StopsBeforeAnything()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Last)))
            .Exits(ExitCode.Success);

        var run = await sandbox.PsqlAsync(await sandbox.ScriptAsync("--down", "--to", "20260110120000", "--idempotent",
            "--assembly", Samples.Two));

        Assert.Equal(3, run.ExitCode);
        run.Complains("This script would leave applied what is newer: 20260130090000.");
        Assert.Equal(3, (await sandbox.VersionsAsync()).Count);
    }

    [Fact]
    public async Task Script_BesideARun_StopsAtOnce_AndHoldsTheLockItself()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await using var holder = sandbox.Tool("up", "--assembly", Samples.Assembly(Samples.Endless)).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep%");
        var script = await sandbox.ScriptAsync("--assembly", Samples.Two);

        var beside = await sandbox.PsqlAsync(script);
        holder.Send(Signal.Interrupt);
        await holder.EndAsync();
        var slow = sandbox.PsqlAsync(script.Replace("CREATE TABLE customers", "SELECT pg_sleep(60); CREATE TABLE customers",
            StringComparison.Ordinal));
        await sandbox.Database.UntilRunningAsync("SELECT pg_sleep(60)%");
        var up = await sandbox.RunAsync("up", "--lock-wait", "0", "--terminate-orphans", "--assembly", Samples.Two);
        await sandbox.Database.ExecuteAsync("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT "
            + "pg_sleep(60)%'");

        Assert.Equal(3, beside.ExitCode);
        beside.Complains("The deploy lock is held by another run.");
        up.Exits(ExitCode.LockTimeout).Complains("held by \"migrator-script");
        Assert.Equal(3, (await slow).ExitCode);
        Assert.False(await sandbox.Database.ExistsAsync("customers"));
    }

    [Fact]
    public async Task Script_ByARoleThatMayOnlyChangeRows_NeedsNoMoreWhereTheTablesAreThere()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(Samples.Customers))).Exits(ExitCode.Success);
        var connection = await sandbox.Database.CreateRoleAsync("clerk");
        await sandbox.Database.ExecuteAsync($"""
            REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO {sandbox.Database.Name}_clerk;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {sandbox.Database.Name}_clerk
            """);
        var script = await sandbox.ScriptAsync("--idempotent", "--assembly",
            Samples.Assembly(Samples.Customers,
                CompiledMigrations.Sql(20260112000000, "AddCustomer", ["INSERT INTO customers VALUES (1)"])));

        var run = await PostgresClient.PsqlAsync(connection, script);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("SET LOCAL lock_timeout = 10000;", script, StringComparison.Ordinal);
        Assert.Equal([20260110120000, 20260112000000], await sandbox.VersionsAsync());
    }

    [Fact]
    public async Task Script_WithSetRole_MakesWhatThatRoleOwns()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var script = await sandbox.ScriptAsync("--set-role", sandbox.Settings.Username!, "--assembly",
            Samples.Assembly(CompiledMigrations.Sql(20260109000000, "TakeAnother", ["SET ROLE NONE"]), Samples.Customers));
        var run = await PostgresClient.PsqlAsync(sandbox.Database.ConnectionString, script);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal([sandbox.Settings.Username!, sandbox.Settings.Username!, sandbox.Settings.Username!],
            await sandbox.Database.ColumnAsync<string>("SELECT tableowner::text FROM pg_tables WHERE schemaname = 'public' "
            + "ORDER BY tablename"));
    }
}
