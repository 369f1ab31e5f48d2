using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Goldens;
using Migrator.Cli.Tests.Support;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Cli.Tests.Verbs.Drift;

/// <summary><c>drift</c>: the live schema against what its migrations make.</summary>
public sealed class DriftTests(TestServer server)
{
    private static readonly string Shop = CompiledMigrations.Sql(20260116090000, "CreateShop",
    [
        "CREATE TABLE lines (id bigint PRIMARY KEY, price numeric(12,2) DEFAULT 0, product text NOT NULL, CONSTRAINT ck_price "
        + "CHECK (price >= 0))",
        "CREATE INDEX ix_lines_product ON lines (product)",
        "CREATE INDEX ix_lines_price ON lines (price)",
        "CREATE VIEW cheap AS SELECT id FROM lines WHERE price < 10",
        "CREATE FUNCTION doubled(n int) RETURNS int LANGUAGE sql IMMUTABLE AS $$\n  SELECT n * 2\n$$",
        "CREATE SCHEMA billing", "CREATE TABLE billing.invoices (id bigint PRIMARY KEY)",
        "CREATE TYPE mood AS ENUM ('good', 'bad')",
    ]);

    private static readonly string All = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index, Shop);

    [Fact]
    public async Task NoDrift_Is0_AndTheShadowIsGone()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", All)).Exits(ExitCode.Success);
        var shadow = await sandbox.ShadowAsync();

        var text = await sandbox.RunAsync("drift", "--shadow", shadow, "--assembly", All);
        var json = await sandbox.RunAsync("drift", "--shadow", shadow, "--assembly", All, "--output", "json");

        Golden.Matches("drift-none.txt", sandbox.Normalize(text.Exits(ExitCode.Success).ToString()));
        Golden.Matches("drift-none.json", sandbox.Normalize(json.Exits(ExitCode.Success).Out));
        Assert.Equal(0, await sandbox.Database.ShadowsLeftAsync());
    }

    [Fact]
    public async Task Drift_IsToldObjectByObject_AndIs9()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", All)).Exits(ExitCode.Success);
        await sandbox.Database.ExecuteAsync("""
            DROP INDEX ix_lines_product;
            DROP TABLE billing.invoices;
            CREATE TABLE audit_log (id int PRIMARY KEY, what text);
            CREATE INDEX ix_dba ON orders (id, state);
            ALTER TABLE orders ADD remark text;
            DROP VIEW cheap;
            ALTER TABLE lines ALTER price TYPE numeric(10,2), ALTER price SET DEFAULT 1, ALTER product DROP NOT NULL;
            ALTER TABLE lines DROP CONSTRAINT ck_price, ADD CONSTRAINT ck_price CHECK (price > 0);
            CREATE OR REPLACE FUNCTION doubled(n int) RETURNS int LANGUAGE sql IMMUTABLE AS E'\n  SELECT n + n\n';
            ALTER TYPE mood ADD VALUE 'so so';
            UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_orders_state'::regclass;
            COMMENT ON TABLE orders IS 'by hand';
            """);
        var shadow = await sandbox.ShadowAsync();

        var text = await sandbox.RunAsync("drift", "--shadow", shadow, "--assembly", All);
        var json = await sandbox.RunAsync("drift", "--shadow", shadow, "--assembly", All, "--output", "json");

        Golden.Matches("drift-found.txt", Brief(sandbox.Normalize(text.Exits(ExitCode.Diverged).ToString())));
        Golden.Matches("drift-found.json", Brief(sandbox.Normalize(json.Exits(ExitCode.Diverged).Out)));
        Assert.Equal(0, await sandbox.Database.ShadowsLeftAsync());
    }

    [Fact]
    public async Task WhatIsNotOurs_IsNoDrift()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", All)).Exits(ExitCode.Success);
        await sandbox.Database.ExecuteAsync($"""
            CREATE SCHEMA theirs; CREATE TABLE theirs.things (id int);
            CREATE EXTENSION citext; CREATE EXTENSION pg_trgm SCHEMA billing;
            GRANT SELECT ON orders TO PUBLIC; ALTER TABLE orders OWNER TO pg_monitor;
            CREATE PUBLICATION changes FOR TABLE orders;
            """);

        (await sandbox.RunAsync("drift", "--shadow", await sandbox.ShadowAsync(), "--assembly", All)).Exits(ExitCode.Success)
            .Says("No drift");
    }

    [Fact]
    public async Task Ignore_LeavesOut_ByNameByTableAndByKind()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", All)).Exits(ExitCode.Success);
        await sandbox.Database.ExecuteAsync("""
            CREATE TABLE audit_log (id int); CREATE INDEX ix_dba ON orders (id, state); COMMENT ON TABLE orders IS 'by hand';
            ALTER TABLE billing.invoices ADD remark text; CREATE INDEX ix_remark ON billing.invoices (remark)
            """);
        var shadow = await sandbox.ShadowAsync();

        (await sandbox.RunAsync("drift", "--shadow", shadow, "--assembly", All)).Exits(ExitCode.Diverged)
            .Complains("5 differences");
        (await sandbox.RunAsync("drift", "--shadow", shadow, "--assembly", All, "--ignore", "audit_*", "--ignore", "comment:*"))
            .Exits(ExitCode.Diverged).Says("index ix_dba on orders", "2 more differences ignored").Complains("3 differences");
        (await sandbox.Tool("drift", "--shadow", shadow, "--assembly", All)
            .With("MIGRATOR_IGNORE", "audit_*, comment:orders, index:orders.ix_*, billing.invoices").RunAsync())
            .Exits(ExitCode.Success).Says("5 more differences ignored", "No drift");
        (await sandbox.RunAsync("drift", "--shadow", shadow, "--assembly", All, "--ignore", "indx:ix_*")).Exits(ExitCode.Usage)
            .Complains("--ignore is \"indx:ix_*\"", "exit 2");
    }

    [Fact]
    public async Task RoleThatMayOnlySelectTheVersionTable_IsEnough()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", All)).Exits(ExitCode.Success);
        var reader = await sandbox.Database.CreateRoleAsync("reader");
        var shadow = await sandbox.ShadowAsync();
        var start = sandbox.Bare("drift", "--shadow", shadow, "--assembly", All, "--connection", reader);

        (await start.RunAsync()).Exits(ExitCode.Usage).Complains("GRANT SELECT ON \"public\".\"VersionInfo\"");
        await sandbox.Database.ExecuteAsync($"GRANT SELECT ON \"VersionInfo\", \"VersionInfoJournal\" TO "
            + $"{sandbox.Database.Name}_reader");
        await sandbox.Database.ExecuteAsync($"ALTER ROLE {sandbox.Database.Name}_reader SET default_transaction_read_only = on");
        (await start.RunAsync()).Exits(ExitCode.Success).Says("No drift");
    }

    [Fact]
    public async Task DeployAtWork_Is4_AndNamed()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(Samples.Customers))).Exits(ExitCode.Success);
        await using var deploy = sandbox.Tool("up", "--assembly", Samples.Assembly(Samples.Customers, Samples.Endless)).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep%");

        var run = await sandbox.RunAsync("drift", "--shadow", await sandbox.ShadowAsync(), "--assembly",
            Samples.Assembly(Samples.Customers));

        run.Exits(ExitCode.LockTimeout)
            .Complains("A deploy is at work", "run ", "half done cannot be compared", "try again", "exit 4");
        deploy.Send(Signal.Interrupt);
        await deploy.EndAsync();
    }

    [Fact]
    public async Task VersionThatTheBuildLacks_Is9_AndAnUnfinishedOneIs7()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        var shadow = await sandbox.ShadowAsync();

        var unknown = await sandbox.RunAsync("drift", "--shadow", shadow, "--assembly", Samples.Assembly(Samples.Customers),
            "--output", "json");
        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(Samples.Customers, Samples.Orders, Samples.HalfDone)))
            .Exits(ExitCode.Partial);
        var unfinished = await sandbox.RunAsync("drift", "--shadow", shadow, "--assembly",
            Samples.Assembly(Samples.Customers, Samples.Orders, Samples.HalfDone));

        Assert.Contains("20260114093000",
            unknown.Exits(ExitCode.Diverged).Json.GetProperty("error").GetProperty("message").GetString(),
            StringComparison.Ordinal);
        unfinished.Exits(ExitCode.Partial).Complains("20260122090000 FillOrderTotals stopped in the middle", "exit 7");
    }

    [Fact]
    public async Task OnlySomeApplied_OnlyTheseAreExpected_LateComersToo()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(Samples.Orders))).Exits(ExitCode.Success);
        var shadow = await sandbox.ShadowAsync();

        (await sandbox.RunAsync("drift", "--shadow", shadow, "--assembly", All)).Exits(ExitCode.Success)
            .Says("as 1 migration makes them. The schema is at 20260114093000.");
        (await sandbox.RunAsync("up", "--target", "CreateCustomers", "--out-of-order", "allow", "--assembly", All))
            .Exits(ExitCode.Success);
        (await sandbox.RunAsync("drift", "--shadow", shadow, "--assembly", All)).Exits(ExitCode.Success)
            .Says("as 2 migrations make them.");
    }

    [Fact]
    public async Task VirginDatabase_HasNoDrift_AndWhateverIsThereIsUnexpected()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var shadow = await sandbox.ShadowAsync();

        (await sandbox.RunAsync("drift", "--shadow", shadow, "--assembly", All)).Exits(ExitCode.Success)
            .Says("The schema is at zero.");
        await sandbox.Database.ExecuteAsync("CREATE TABLE stray (id int)");
        (await sandbox.RunAsync("drift", "--shadow", shadow, "--assembly", All)).Exits(ExitCode.Diverged).Says("table stray");
    }

    [Fact]
    public async Task SchemaOfItsOwn_AndColumnsInAnotherOrder_AreNoDrift()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--schema", "warehouse", "--assembly", All)).Exits(ExitCode.Success);
        await sandbox.Database.ExecuteAsync("""
            ALTER TABLE warehouse.lines DROP CONSTRAINT lines_pkey; DROP VIEW warehouse.cheap; ALTER TABLE warehouse.lines DROP id; ALTER TABLE warehouse.lines ADD id bigint PRIMARY KEY;
            CREATE VIEW warehouse.cheap AS SELECT id FROM warehouse.lines WHERE price < 10; CREATE TABLE public.stray (id int)
            """);

        (await sandbox.RunAsync("drift", "--schema", "warehouse", "--shadow", await sandbox.ShadowAsync(), "--assembly", All))
            .Exits(ExitCode.Success)
            .Says("column order of lines: price, product, id, expected id, price, product (no drift)", "No drift");
    }

    [Fact]
    public async Task EditedMigration_ShowsAsDrift_WithANote()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        var edited = Samples.Assembly(Samples.Customers,
            CompiledMigrations.Sql(20260114093000, "CreateOrders",
                ["CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL)"]));
        (await sandbox.RunAsync("manifest", "--manifest", "edited.json", "--assembly", edited)).Exits(ExitCode.Success);

        (await sandbox.RunAsync("drift", "--shadow", await sandbox.ShadowAsync(), "--manifest", "edited.json",
            "--assembly", edited))
            .Exits(ExitCode.Diverged)
            .Says("column orders.state: text, expected text NOT NULL", "edited after being applied: 20260114093000 CreateOrders");
    }

    [Fact]
    public async Task ShadowThatCannotBeRead_IsToldFromTheDatabase()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        (await sandbox.RunAsync("drift", "--shadow", "Host=nowhere;Password=hidden", "--assembly", All))
            .Exits(ExitCode.Usage).Complains("--shadow: The connection names no database", "exit 2");
        (await sandbox.Tool("drift", "--assembly", All).With("MIGRATOR_SHADOW", "Hst=nowhere;Password=hidden").RunAsync())
            .Exits(ExitCode.Usage).Complains("MIGRATOR_SHADOW: The connection cannot be read", "exit 2");
    }

    [Fact]
    public async Task MigrationThatFailsOnTheShadow_Is6_AndTheShadowIsGone()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await sandbox.Database.ExecuteAsync("CREATE TABLE old (id int); GRANT ALL ON old TO PUBLIC");
        var assembly = Samples.Assembly(CompiledMigrations.Sql(1, "CopyOld", ["CREATE TABLE copied AS SELECT * FROM old"]));
        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success);

        var run = await sandbox.RunAsync("drift", "--shadow", await sandbox.ShadowAsync(), "--assembly", assembly);

        run.Exits(ExitCode.Failed).Complains("relation \"old\" does not exist", "on the shadow database", "exit 6");
        Assert.Equal(0, await sandbox.Database.ShadowsLeftAsync());
    }

    [Theory]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    public async Task Signal_WhileTheShadowIsBuilt_DropsIt(int signal, int code)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(CompiledMigrations.Sql(1, "SlowElsewhere",
            ["SELECT pg_sleep(CASE WHEN current_database() LIKE 'migrator_shadow_%' THEN 600 ELSE 0 END)"]));
        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success);
        var shadow = await sandbox.ShadowAsync();
        await using var tool = sandbox.Tool("drift", "--shadow", shadow, "--assembly", assembly).Start();
        await sandbox.Database.UntilAsync($"""
            SELECT EXISTS (SELECT FROM pg_stat_activity WHERE usename = '{sandbox.Database.Name}_shadow' AND datname LIKE 'migrator_shadow_%' AND state = 'active' AND query LIKE '%pg_sleep%')
            """, TestContext.Current.CancellationToken);

        tool.Send(new(signal));
        var run = await tool.EndAsync();

        Assert.Equal(code, run.ExitCode);
        run.Complains("Cancelled", $"exit {code}");
        Assert.Equal(0, await sandbox.Database.ShadowsLeftAsync());
    }

    [Fact]
    public async Task ShadowThatCannotBeMade_NamesTheSetting()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        using var port = new LatePort();
        var gone = new NpgsqlConnectionStringBuilder(sandbox.Connection) { Port = port.Number }.ConnectionString;

        (await sandbox.RunAsync("drift", "--shadow", sandbox.Connection, "--assembly", Samples.Two))
            .Exits(ExitCode.Usage).Complains("cannot make a shadow database", "42501", "CREATEDB", "--shadow", "exit 2");
        (await sandbox.RunAsync("drift", "--shadow", gone, "--connect-wait", "0", "--assembly", Samples.Two))
            .Exits(ExitCode.Unreachable).Complains($"{port.Number}", "exit 8");
        (await sandbox.RunAsync("drift", "--shadow", "Host=;nonsense", "--assembly", Samples.Two)).Exits(ExitCode.Usage);
        (await sandbox.Bare("drift", "--shadow", sandbox.Connection, "--assembly", Samples.Two).RunAsync()).Exits(ExitCode.Usage)
            .Complains("no database to connect to");
    }

    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task WithoutAServerNamed_ThePrivateOneIsTaken()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        try
        {
            (await sandbox.RunAsync("drift", "--assembly", Samples.Two)).Exits(ExitCode.Success).Says("No drift")
                .Complains("Starting a private PostgreSQL");
        }
        finally
        {
            (await sandbox.RunAsync("embedded", "reset")).Exits(ExitCode.Success);
        }
    }

    // Up to PostgreSQL 15 the server prints the table before each column of a view, where there is one table.
    private static string Brief(string text) => text.Replace("lines.id", "id", StringComparison.Ordinal)
        .Replace("(lines.price", "(price", StringComparison.Ordinal);
}
