using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Goldens;
using Migrator.Cli.Tests.Support;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Rehearse;

/// <summary><c>rehearse</c>: what the pending migrations would do, seen on a shadow database.</summary>
public sealed class RehearseTests(TestServer server)
{
    private static readonly string Total = CompiledMigrations.Sql(20260116090000, "AddOrderTotal",
        ["ALTER TABLE orders ADD total numeric", "CREATE INDEX ix_orders_total ON orders (total)"],
        ["ALTER TABLE orders DROP total"]);

    private static readonly string Forgets = CompiledMigrations.Sql(20260117090000, "StateOfOrders",
        ["ALTER TABLE orders ALTER state SET NOT NULL", "COMMENT ON COLUMN orders.state IS 'where it is'"],
        ["ALTER TABLE orders ALTER state DROP NOT NULL"]);

    private static readonly string All = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index, Total, Forgets,
        Samples.Breaking, Samples.Irreversible, Samples.Last);

    // What pg_dump would have written, where this machine's is older than the server.
    private const string Dump = """
        SET statement_timeout = 0;
        SET transaction_timeout = 0;
        SELECT pg_catalog.set_config('search_path', '', false);
        CREATE FUNCTION public.twice(n integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN n * 2; END $$;
        CREATE TABLE public.customers (id bigint NOT NULL);
        CREATE TABLE public.orders (id bigint NOT NULL, state text);
        ALTER TABLE ONLY public.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
        CREATE INDEX ix_orders_state ON public.orders USING btree (state);
        CREATE INDEX ix_orders_total ON public.orders USING btree (id);
        """;

    [Fact]
    public async Task Rehearsal_WithoutADatabase_TellsAll_AndIs0()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var start = sandbox.Bare("rehearse", "--shadow", await sandbox.ShadowAsync(), "--from", "20260114093000",
            "--assembly", All);

        var text = await start.RunAsync();
        var json = await (start with { Arguments = [.. start.Arguments, "--output", "json", "--show-sql"] }).RunAsync();

        Golden.Matches("rehearse.txt", sandbox.Normalize(text.Exits(ExitCode.Success).ToString()));
        Golden.Matches("rehearse.json", sandbox.Normalize(json.Exits(ExitCode.Success).Out));
        Assert.Equal(0, await sandbox.Database.ShadowsLeftAsync());
    }

    [Fact]
    public async Task Level_IsExceeded_Is5_AndKeptIs0()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var start = sandbox.Bare("rehearse", "--shadow", await sandbox.ShadowAsync(), "--from", "20260114093000", "--target",
            "AddOrderTotal", "--assembly", All);

        (await (start with { Arguments = [.. start.Arguments, "--level", "safe"] }).RunAsync())
            .Exits(ExitCode.Refused)
            .Complains("1 migration is above the level safe: 20260116090000 AddOrderTotal (blocks reads)", "--level blocks-reads",
                "exit 5");
        (await start.With("MIGRATOR_LEVEL", "blocks-reads").RunAsync()).Exits(ExitCode.Success);
        (await start.With("MIGRATOR_LEVEL", "harmless").RunAsync()).Exits(ExitCode.Usage)
            .Complains("MIGRATOR_LEVEL is \"harmless\"", "blocks-writes");
    }

    [Fact]
    public async Task RealDatabase_IsOnlyRead_ByARoleThatMaySelect_AndItsTablesAreWeighed()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--target", "IndexOrdersByState", "--assembly", All)).Exits(ExitCode.Success);
        await sandbox.Database.ExecuteAsync("INSERT INTO orders SELECT n, 'x' FROM generate_series(1, 12300) n; ANALYZE orders");
        var reader = await sandbox.Database.CreateRoleAsync("reader");
        await sandbox.Database.ExecuteAsync($"""
            GRANT SELECT ON "VersionInfo", "VersionInfoJournal" TO {sandbox.Database.Name}_reader;
            ALTER ROLE {sandbox.Database.Name}_reader SET default_transaction_read_only = on
            """);

        var run = await sandbox.Bare("rehearse", "--shadow", await sandbox.ShadowAsync(), "--assembly", All, "--target", "+1",
            "--connection", reader).RunAsync();

        run.Exits(ExitCode.Success)
            .Says("Applying 3 migrations to the shadow database", "20260116090000  AddOrderTotal   blocks reads",
            "blocks reads and writes on orders (12,300 rows",
            "ACCESS EXCLUSIVE of statement 1, ALTER TABLE is held while statement 2, CREATE INDEX works through rows",
            "1 migration rehearsed: 1 blocks reads. Each was reverted exactly, and applied again.");
        Assert.Equal(3, (await sandbox.VersionsAsync()).Count);
    }

    [Fact]
    public async Task NothingPending_UnknownVersions_WrongTargets()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        var shadow = await sandbox.ShadowAsync();

        (await sandbox.RunAsync("rehearse", "--shadow", shadow, "--assembly", Samples.Two)).Exits(ExitCode.Success)
            .Says("Nothing to rehearse: the schema is at 20260114093000.");
        (await sandbox.RunAsync("rehearse", "--shadow", shadow, "--assembly", Samples.Assembly(Samples.Customers)))
            .Exits(ExitCode.Diverged).Complains("20260114093000", "exit 9");
        (await sandbox.RunAsync("rehearse", "--shadow", shadow, "--target", "NoSuch", "--assembly", Samples.Two))
            .Exits(ExitCode.Usage).Complains("NoSuch");
        (await sandbox.RunAsync("rehearse", "--shadow", shadow, "--from", "20260110120000", "--assembly", Samples.Two))
            .Exits(ExitCode.Usage).Complains("--from", "the database says what it has");
        (await sandbox.Bare("rehearse", "--shadow", shadow, "--from", "7", "--assembly", Samples.Two).RunAsync())
            .Exits(ExitCode.Usage).Complains("no migration 7", "--from");
    }

    [Fact]
    public async Task UpThatFails_Is6_TheRestIsNotRehearsed_AndTheShadowIsGone()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.Bare("rehearse", "--shadow", await sandbox.ShadowAsync(), "--assembly",
            Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Failing, Samples.Last)).RunAsync();

        run.Exits(ExitCode.Failed)
            .Says("CreateOrders   ", "20260121090000  AddOrderTotal   failed at statement 2 of 3\n",
                "20260130090000  CreateInvoices   not rehearsed")
            .Complains("column \"state\" of relation \"orders\" already exists",
                "20260121090000 AddOrderTotal failed at statement 2 of 3 (ALTER TABLE). That was on the shadow database",
                "exit 6");
        Assert.Equal(0, await sandbox.Database.ShadowsLeftAsync());
    }

    [Fact]
    public async Task SchemaOfADump_IsWhereItBegins()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--target", "IndexOrdersByState", "--assembly", All)).Exits(ExitCode.Success);
        // What only production has: the next migration meets it.
        await sandbox.Database.ExecuteAsync("CREATE INDEX ix_orders_total ON orders (id); CREATE FUNCTION twice(n int) RETURNS "
            + "int LANGUAGE plpgsql AS $$ BEGIN RETURN n * 2; END $$");
        sandbox.Directory.Write("production.sql", await PostgresClient.DumpSchemaAsync(sandbox.Database.ConnectionString) ?? Dump);
        var shadow = await sandbox.ShadowAsync();

        var real = await sandbox.RunAsync("rehearse", "--from-schema", "production.sql", "--shadow", shadow, "--assembly", All);
        var alone = await sandbox.Bare("rehearse", "--from-schema", "production.sql", "--from", "20260115080000", "--shadow",
            shadow, "--assembly", All).RunAsync();
        var silent = await sandbox.Bare("rehearse", "--from-schema", "production.sql", "--shadow", shadow, "--assembly", All)
            .RunAsync();

        real.Exits(ExitCode.Failed).Complains("\"ix_orders_total\" already exists", "on the shadow database");
        alone.Exits(ExitCode.Failed).Complains("\"ix_orders_total\" already exists");
        silent.Exits(ExitCode.Usage).Complains("does not say which migrations are applied", "--from VERSION");
        (await sandbox.RunAsync("rehearse", "--from-schema", "none.sql", "--shadow", shadow, "--assembly", All))
            .Exits(ExitCode.Usage).Complains("none.sql cannot be read");
        sandbox.Directory.Write("body.sql",
            "\\restrict x\n\nCREATE FUNCTION public.plus(a integer) RETURNS integer\n    LANGUAGE sql\n    BEGIN ATOMIC\n SELECT a AS a;\n "
            + "SELECT (a + 1);\nEND;\n\n\n\\unrestrict x\n");
        (await sandbox.Bare("rehearse", "--from-schema", "body.sql", "--from", "1", "--shadow", shadow, "--assembly",
            Samples.Assembly(CompiledMigrations.Sql(1, "Plus", ["SELECT 1"]),
                CompiledMigrations.Sql(2, "Uses", ["CREATE VIEW v AS SELECT public.plus(1) AS two"], ["DROP VIEW v"]))).RunAsync())
            .Exits(ExitCode.Success);
        // What a pg_dump writes that is newer than the server.
        sandbox.Directory.Write("newer.sql", "SET statement_timeout = 0;\nSET timeout_of_tomorrow = 0;\nSET LOCAL one_more TO 'on';\n"
            + "SET my.own = 'kept';\nCREATE TABLE public.extra AS SELECT current_setting('my.own') AS own;\n");
        (await sandbox.Bare("rehearse", "--from-schema", "newer.sql", "--from", "1", "--shadow", shadow, "--assembly",
            Samples.Assembly(CompiledMigrations.Sql(1, "None", ["SELECT 1"]),
                CompiledMigrations.Sql(2, "Uses", ["INSERT INTO extra DEFAULT VALUES"], ["DELETE FROM extra"]))).RunAsync())
            .Exits(ExitCode.Success).Says("SET timeout_of_tomorrow, one_more was left out, which PostgreSQL");
        sandbox.Directory.Write("psql.sql", "\\restrict x\nCREATE TABLE one (id int);\n\\i more.sql\n");
        (await sandbox.RunAsync("rehearse", "--from-schema", "psql.sql", "--shadow", shadow, "--assembly", All))
            .Exits(ExitCode.Usage).Complains("\\i in line 3", "psql commands are not SQL");
        sandbox.Directory.Write("bad.sql", "CREATE TABLE one (id int);\nALTER TABLE one OWNER TO nobody_there;\n");
        (await sandbox.RunAsync("rehearse", "--from-schema", "bad.sql", "--shadow", shadow, "--assembly", All))
            .Exits(ExitCode.Usage).Complains("42704", "--no-owner");
        sandbox.Directory.Write("custom.dump", "PGDMP\u0001\u000f\0\u0004\b\u0001");
        (await sandbox.RunAsync("rehearse", "--from-schema", "custom.dump", "--shadow", shadow, "--assembly", All))
            .Exits(ExitCode.Usage).Complains("custom.dump is no text", "--schema-only");
        Assert.Equal(0, await sandbox.Database.ShadowsLeftAsync());
    }

    [Fact]
    public async Task DeployAtWork_Is4_AndASignalDropsTheShadow()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var shadow = await sandbox.ShadowAsync();
        await using var deploy = sandbox.Tool("up", "--assembly", Samples.Assembly(Samples.Endless)).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep%");
        var busy = await sandbox.RunAsync("rehearse", "--shadow", shadow, "--assembly", Samples.Assembly(Samples.Endless));
        deploy.Send(Signal.Interrupt);
        await deploy.EndAsync();

        await using var tool = sandbox.Tool("rehearse", "--shadow", shadow, "--assembly",
            Samples.Assembly(Samples.Endless)).Start();
        await sandbox.Database.UntilAsync(
            $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE usename = '{sandbox.Database.Name}_shadow' AND state = 'active' "
            + $"AND query LIKE '%pg_sleep%')", TestContext.Current.CancellationToken);
        tool.Send(Signal.Terminate);

        busy.Exits(ExitCode.LockTimeout).Complains("A deploy is at work", "exit 4");
        (await tool.EndAsync()).Exits(ExitCode.Terminated).Complains("Cancelled", "exit 143");
        Assert.Equal(0, await sandbox.Database.ShadowsLeftAsync());
    }
}
