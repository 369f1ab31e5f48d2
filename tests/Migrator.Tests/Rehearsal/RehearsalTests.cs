using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Rehearsal;

/// <summary>What a rehearsal sees of statements, and what it makes of it.</summary>
public sealed class RehearsalTests(TestServer server)
{
    private static readonly string Base = CompiledMigrations.Sql(1, "Base",
    [
        "CREATE TABLE customers (id bigint PRIMARY KEY, name text)",
        "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, state text, total numeric(10,2), note varchar(20))",
        "CREATE INDEX ix_note ON orders (note)",
        "CREATE MATERIALIZED VIEW sums AS SELECT customer FROM orders",
        "CREATE VIEW names AS SELECT name FROM customers",
    ]);

    [Theory]
    // What is new blocks nobody.
    [InlineData("CREATE TABLE more (id int PRIMARY KEY); CREATE INDEX ON more (id)", RehearsalVerdict.Safe, "")]
    [InlineData("INSERT INTO customers VALUES (1, 'x')", RehearsalVerdict.Safe, "RowExclusive customers")]
    [InlineData("UPDATE orders SET state = 'x'", RehearsalVerdict.Safe, "RowExclusive orders; scans orders")]
    // Locks for a moment.
    [InlineData("ALTER TABLE orders ADD more int", RehearsalVerdict.Safe, "AccessExclusive orders")]
    [InlineData("ALTER TABLE orders ADD more int DEFAULT 7 NOT NULL", RehearsalVerdict.Safe, "AccessExclusive orders")]
    [InlineData("ALTER TABLE orders ALTER note TYPE varchar(30)", RehearsalVerdict.Safe,
        "AccessExclusive ix_note, AccessExclusive orders")]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (customer) REFERENCES customers NOT VALID",
        RehearsalVerdict.Safe,
        "ShareRowExclusive customers, ShareRowExclusive orders")]
    [InlineData("DROP INDEX ix_note", RehearsalVerdict.Safe, "AccessExclusive ix_note, AccessExclusive orders")]
    [InlineData("CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        RehearsalVerdict.Safe, "ShareRowExclusive orders")]
    [InlineData("CREATE OR REPLACE VIEW names AS SELECT name, id FROM customers", RehearsalVerdict.Safe,
        "AccessShare customers, AccessExclusive names")]
    // Locks while rows are worked through.
    [InlineData("CREATE INDEX ix ON orders (state)", RehearsalVerdict.BlocksWrites, "Share orders; scans orders; indexes orders")]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (customer) REFERENCES customers", RehearsalVerdict.BlocksWrites,
        "ShareRowExclusive customers, ShareRowExclusive orders; scans orders")]
    [InlineData("ALTER TABLE orders ALTER state SET NOT NULL", RehearsalVerdict.BlocksReads,
        "AccessExclusive orders; scans orders")]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT ck CHECK (total > 0)", RehearsalVerdict.BlocksReads,
        "AccessExclusive orders; scans orders")]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT uq UNIQUE (state)", RehearsalVerdict.BlocksReads,
        "AccessExclusive orders; scans "
        + "orders; indexes orders")]
    [InlineData("REINDEX INDEX ix_note", RehearsalVerdict.BlocksReads, "AccessExclusive ix_note, Share orders; scans orders")]
    // Written anew.
    [InlineData("ALTER TABLE orders ADD at timestamptz DEFAULT clock_timestamp()", RehearsalVerdict.Rewrites,
        "AccessExclusive ix_note, AccessExclusive orders, AccessExclusive orders_pkey; scans orders; rewrites orders")]
    [InlineData("ALTER TABLE orders ALTER total TYPE float", RehearsalVerdict.Rewrites,
        "AccessExclusive ix_note, AccessExclusive "
        + "orders, AccessExclusive orders_pkey; scans orders; rewrites orders")]
    [InlineData("REFRESH MATERIALIZED VIEW sums", RehearsalVerdict.Rewrites,
        "AccessShare orders, AccessExclusive sums; scans orders; "
        + "rewrites sums")]
    [InlineData("CLUSTER orders USING ix_note", RehearsalVerdict.Rewrites, "AccessExclusive ix_note, AccessExclusive orders, "
        + "AccessExclusive orders_pkey; scans orders; rewrites orders")]
    // Gone.
    [InlineData("ALTER TABLE orders DROP note", RehearsalVerdict.DataLoss, "AccessExclusive ix_note, AccessExclusive orders")]
    [InlineData("DROP TABLE customers CASCADE", RehearsalVerdict.DataLoss, "AccessExclusive customers, AccessExclusive "
        + "customers_pkey, "
        + "AccessExclusive names")]
    [InlineData("TRUNCATE orders", RehearsalVerdict.DataLoss, "AccessExclusive ix_note, AccessExclusive orders, AccessExclusive "
        + "orders_pkey; scans orders; empties orders")]
    [InlineData("DELETE FROM orders", RehearsalVerdict.DataLoss, "RowExclusive orders; scans orders")]
    // Whatever hides them.
    [InlineData("DO $$ BEGIN EXECUTE 'CREATE INDEX ix ON or' || 'ders (state)'; END $$", RehearsalVerdict.BlocksWrites,
        "Share orders; scans orders; indexes orders")]
    [InlineData("DO $$ BEGIN EXECUTE 'TRUN' || 'CATE orders'; END $$", RehearsalVerdict.DataLoss,
        "AccessExclusive ix_note, AccessExclusive orders, AccessExclusive orders_pkey; scans orders; empties orders")]
    [InlineData("ALTER TABLE orders RENAME note TO remark; ALTER TABLE customers RENAME TO clients", RehearsalVerdict.Safe,
        "AccessExclusive customers, AccessExclusive orders")]
    public async Task Statement_IsSeenAndJudged(string sql, RehearsalVerdict verdict, string seen)
    {
        var migration = await RehearseAsync(Sql(2, [sql]));

        Assert.Equal((verdict, seen), (Judged(migration), Seen(Assert.Single(migration.Statements))));
    }

    [Theory]
    [InlineData("VACUUM FULL orders", RehearsalVerdict.Rewrites)]
    [InlineData("CLUSTER orders USING ix_note", RehearsalVerdict.Rewrites)]
    [InlineData("ALTER TABLE orders ALTER total TYPE float; SELECT 1", RehearsalVerdict.Rewrites)]
    [InlineData("TRUNCATE orders", RehearsalVerdict.DataLoss)]
    [InlineData("CREATE TABLE cluster (a int); TRUNCATE orders", RehearsalVerdict.DataLoss)]
    [InlineData("DO $$ BEGIN EXECUTE 'TRUN' || 'CATE orders'; END $$", RehearsalVerdict.DataLoss)]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY sums", RehearsalVerdict.BlocksWrites,
        "CREATE UNIQUE INDEX ON sums (customer)")]
    public async Task OutsideATransaction_IsJudgedByWhatItIs(string sql, RehearsalVerdict verdict, string before = "SELECT 1")
    {
        var migration = await RehearseAsync(Sql(2, [before, sql], "TransactionBehavior.None"));

        Assert.Equal(verdict, Judged(migration));
    }

    [Theory]
    [InlineData("ALTER TABLE ev ATTACH PARTITION ev_1 FOR VALUES FROM (0) TO (10)", "ALTER TABLE ev DETACH PARTITION ev_1")]
    [InlineData("ALTER TABLE child INHERIT base", "ALTER TABLE child NO INHERIT base")]
    [InlineData("CREATE INDEX ev_a ON ONLY ev (a)", "DROP INDEX ev_a")]
    public async Task Partitions_LoseNothing_AndAnIndexOnOnlyTheParentBuildsNothing(string up, string down)
    {
        var result = await RunAsync(CompiledMigrations.Sql(2, "Tables",
        [
            "CREATE TABLE ev (id int NOT NULL, a int) PARTITION BY RANGE (id)",
            "CREATE TABLE ev_1 (id int NOT NULL, a int, CONSTRAINT k CHECK (id >= 0 AND id < 10))",
            "CREATE TABLE base (x int)", "CREATE TABLE child (x int)",
        ], ["DROP TABLE ev, ev_1, base, child"]) + CompiledMigrations.Sql(3, "Rehearsed", [up], [down]));

        Assert.Null(result.Stopped);
        Assert.Equal((RehearsalVerdict.Safe, true), (result.Migrations[1].Verdict, result.Migrations[1].IsReversible));
    }

    [Fact]
    public async Task AnInheritedColumnThatIsDropped_IsToldOnce()
    {
        var result = await RunAsync(CompiledMigrations.Sql(2, "Tables",
            ["CREATE TABLE ev (id int, a int) PARTITION BY RANGE (id)", "CREATE TABLE ev_1 PARTITION OF ev DEFAULT"],
            ["DROP TABLE ev"])
            + CompiledMigrations.Sql(3, "Rehearsed", ["ALTER TABLE ev DROP a"]));

        Assert.Equal(["ev.a"], result.Migrations[1].Findings.Where(one => one.Kind == RehearsalFindingKind.Dropped)
            .Select(one => $"{one.Relation!.Name}.{one.Column}"));
    }

    [Fact]
    public async Task CSharpCode_IsSeen_AndFluentCalls()
    {
        var migration = await RehearseAsync("""
            [Migration(2)]
            public class Mixed : Migration
            {
                public override void Up()
                {
                    Create.Table("fresh").WithColumn("id").AsInt64().PrimaryKey();
                    Create.Index("ix_state").OnTable("orders").OnColumn("state");
                    Execute.WithConnection((connection, transaction) =>
                    {
                        using var command = connection.CreateCommand();
                        command.Transaction = transaction;
                        command.CommandText = "ALTER TABLE customers ALTER name SET NOT NULL";
                        command.ExecuteNonQuery();
                    });
                }

                public override void Down() { Execute.Sql("ALTER TABLE customers ALTER name DROP NOT NULL"); Delete.Index("ix_state").OnTable("orders"); Delete.Table("fresh"); }
            }

            """);

        Assert.Equal(["", "Share orders; scans orders; indexes orders", "AccessExclusive customers; scans customers"],
            migration.Statements.Select(Seen));
        Assert.Equal(["CREATE TABLE", "CREATE INDEX", "C# code"], migration.Statements.Select(one => one.Command));
        Assert.Equal(RehearsalVerdict.BlocksReads, migration.Verdict);
        Assert.True(migration.IsReversible);
    }

    [Fact]
    public async Task LockOfAMoment_IsALongOne_IfTheMigrationGoesOnWorkingThroughRows()
    {
        var long1 = await RehearseAsync(Sql(2, ["ALTER TABLE customers ADD more int", "UPDATE orders SET state = 'x'"]));
        var brief = await RehearseAsync(Sql(2, ["UPDATE orders SET state = 'x'", "ALTER TABLE customers ADD more int"]));

        var finding = Assert.Single(long1.Findings, one => one.Kind == RehearsalFindingKind.LongLock);
        Assert.Equal(("customers", 1, 2), (finding.Relation!.Name, finding.Statement!.Number, finding.Worker!.Number));
        Assert.Equal(RehearsalFindingKind.BriefLock,
            Assert.Single(brief.Findings, one => one.Relation?.Name == "customers").Kind);
    }

    [Fact]
    public async Task OutsideATransaction_EachStatementStandsAlone_AndWhatCannotBeSeenIsSaid()
    {
        var apart = await RehearseAsync(Sql(2,
            ["ALTER TABLE customers ADD more int", "UPDATE orders SET state = 'x'",
                "CREATE INDEX CONCURRENTLY ix ON orders (state)"], "TransactionBehavior.None"));
        var unseen = await RehearseAsync(Sql(2, ["DO $$ BEGIN EXECUTE 'ALTER TABLE orders ADD at timestamptz DEFAULT "
            + "clock_timestamp()'; COMMIT; END $$"], "TransactionBehavior.None"));

        Assert.Equal(["AccessExclusive customers", "RowExclusive orders; scans orders",
            "ShareUpdateExclusive orders; indexes orders"], apart.Statements.Select(Seen));
        Assert.Equal(RehearsalVerdict.Safe, Judged(apart));
        Assert.Contains(unseen.Findings, one => one.Kind == RehearsalFindingKind.UnseenLocks);
        Assert.Contains(unseen.Findings, one => one is { Kind: RehearsalFindingKind.Rewrite, Relation.Name: "orders" });
    }

    [Theory]
    [InlineData("DROP TABLE more")]
    [InlineData("SELECT 1", "unexpected table more")]
    [InlineData("DROP TABLE more; DROP INDEX ix_note", "missing index ix_note on orders")]
    [InlineData("DROP TABLE more; GRANT SELECT ON orders TO PUBLIC", "different privileges on table orders")]
    public async Task Down_ThatDoesNotBringTheSchemaBack_IsNamed(string down, params string[] notRestored)
    {
        var migration = await RehearseAsync(CompiledMigrations.Sql(2, "More",
            ["CREATE TABLE IF NOT EXISTS more (id int)"], [down]));

        Assert.Equal(notRestored,
            migration.Findings.Where(one => one.Kind == RehearsalFindingKind.NotRestored)
                .Select(one => $"{one.Difference!.Word} {one.Difference.Subject.Title("public")}"));
        Assert.Equal(notRestored.Length == 0 ? RehearsalVerdict.Safe : RehearsalVerdict.Irreversible, migration.Verdict);
    }

    [Fact]
    public async Task Column_DroppedAndAddedAgain_ComesBackExceptForItsPlace()
    {
        var migration = await RehearseAsync(CompiledMigrations.Sql(2, "DropState", ["ALTER TABLE orders DROP state"],
            ["ALTER TABLE orders ADD state text"]));

        Assert.Equal(RehearsalVerdict.DataLoss, migration.Verdict);
        Assert.Equal("orders.state",
            Assert.Single(migration.Findings, one => one.Kind == RehearsalFindingKind.Dropped) is var lost
            ? $"{lost.Relation!.Name}.{lost.Column}" : "");
        Assert.Single(migration.Findings, one => one.Kind == RehearsalFindingKind.Reordered);
    }

    [Fact]
    public async Task NoWayBack_FailingDown_AndUpThatCannotBeRepeated_AreTold_AndTheRestGoesOn()
    {
        var result = await RunAsync("""
            [Migration(2)]
            public class Forward : ForwardOnlyMigration { public override void Up() => Execute.Sql("CREATE TABLE two (id int)"); }

            """
            + CompiledMigrations.Sql(3, "BadDown", ["CREATE TABLE three (id int)"], ["DROP TABLE threee"])
            + CompiledMigrations.Sql(4, "LeavesTable", ["CREATE TABLE four (id int)"], [])
            + CompiledMigrations.Sql(5, "HalfDown", ["CREATE TABLE five (id int)"],
                ["DROP TABLE four", "VACUUM nowhere"], "TransactionBehavior.None")
            + CompiledMigrations.Sql(6, "MakesOther", ["DO $$ BEGIN IF to_regclass('seen') IS NULL THEN CREATE TABLE six "
                + "(id int); ELSE CREATE TABLE other (id int); END IF; END $$"], ["DROP TABLE six; CREATE TABLE seen (id int)"])
            + CompiledMigrations.Sql(7, "Seven", ["ALTER TABLE six ADD a int; ALTER TABLE four ADD a int"],
                ["ALTER TABLE six DROP a; ALTER TABLE four DROP a"]));

        Assert.Equal([RehearsalFindingKind.NoWayBack, RehearsalFindingKind.DownFails],
            result.Migrations.Take(2).Select(one => Assert.Single(one.Findings).Kind));
        Assert.Contains("42P01", result.Migrations[1].Findings[0].Reason, StringComparison.Ordinal);
        Assert.Equal([RehearsalFindingKind.NotRestored, RehearsalFindingKind.NotRepeatable],
            result.Migrations[2].Findings.Select(one => one.Kind));
        Assert.Equal([RehearsalFindingKind.DownFails],
            result.Migrations[3].Findings.Select(one => one.Kind).Where(kind => kind != RehearsalFindingKind.BriefLock));
        Assert.Contains(result.Migrations[4].Findings, one => one.Kind == RehearsalFindingKind.NotRepeatable);
        // Each began where the up before it had led.
        Assert.Equal((7L, RehearsalVerdict.Safe, true), (result.Migrations[5].Migration.Version, result.Migrations[5].Verdict,
            result.Migrations[5].IsReversible));
        Assert.Empty(result.NotRehearsed);
        Assert.Null(result.Stopped);
    }

    // What the tool makes for itself is no migration's.
    [Theory]
    [InlineData("app", null)]
    [InlineData("public", "meta")]
    public async Task SchemaOfTheVersionTable_IsNotTheFirstMigrations(string schema, string? versionTableSchema)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(
            CompiledMigrations.Sql(1, "One", ["CREATE TABLE public.one (id int)"], ["DROP TABLE public.one"]),
            options => options with { Schema = schema, VersionTableSchema = versionTableSchema });

        var result = await engine.RehearseAsync(new() { Shadow = DatabaseOptions.Fixed(server.AdminConnectionString) }, null,
            TestContext.Current.CancellationToken);

        Assert.True(Assert.Single(result.Migrations).IsReversible);
    }

    [Fact]
    public async Task RealDatabase_TellsWhatIsApplied_AndWhatHangsOnItsTables()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = CompiledMigrations.Load(Base + Sql(2, ["CREATE INDEX ix ON orders (state)"]));
        await new MigrationEngine(assembly, database.Options)
            .UpAsync(Target.Version(1), cancellationToken: TestContext.Current.CancellationToken);
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT n FROM generate_series(1, 5000) n; ANALYZE orders");
        var reader = await database.CreateRoleAsync("reader");
        await database.ExecuteAsync($"GRANT SELECT ON \"VersionInfo\", \"VersionInfoJournal\" TO {database.Name}_reader");
        using var end = new CancellationTokenSource();
        var traffic = WriteAsync(database, end.Token);

        var result = await new MigrationEngine(assembly, database.Options with { Connection = DatabaseOptions.Fixed(reader) })
            .RehearseAsync(
            new() { Shadow = DatabaseOptions.Fixed(server.AdminConnectionString), HasDatabase = true }, null,
            TestContext.Current.CancellationToken);
        await end.CancelAsync();
        await traffic;

        Assert.Equal([2L], result.Migrations.Select(one => one.Migration.Version));
        var weight = result.Weights[("public", "orders")];
        Assert.Equal(5000, weight.Rows);
        Assert.True(weight.WritesPerSecond > 0, $"{weight}");
        Assert.Equal(0, result.Weights[("public", "customers")].WritesPerSecond);
    }

    [Fact]
    public async Task Linter_IsAskedOfTheStatementsThatWereSeen_AndKnowsWhatWasThereBefore()
    {
        var engine = Engine(Base + """
            [Migration(2)]
            public class Seen : Migration
            {
                public override void Up()
                {
                    Execute.Sql("ALTER TABLE orders ALTER note TYPE varchar(30)");
                    Execute.Sql("DO $$ BEGIN NULL; END $$");
                    Execute.WithConnection((connection, transaction) => { });
                    Execute.Sql("CREATE INDEX ix ON orders (state)");
                }

                public override void Down() { Delete.Index("ix").OnTable("orders"); Execute.Sql("ALTER TABLE orders ALTER note TYPE varchar(20)"); }
            }

            """);
        var result = await RunAsync(engine);
        var report = engine.Lint(result);

        Assert.Equal(4, result.Migrations[0].Statements.Count);
        // A longer varchar is free where the old type is known; what the text does not tell was seen.
        Assert.Equal([(2L, "index-not-concurrent", 4)],
            report.Findings.Select(one => (one.Migration.Version, one.Rule.Id, one.Statement!.Value)));
    }

    private static async Task WriteAsync(TestDatabase database, CancellationToken end)
    {
        await using var connection = new Npgsql.NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand("UPDATE orders SET state = 'x' WHERE id = 7", connection);
        while (!end.IsCancellationRequested)
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static string Sql(long version, string[] up, string attribute = "") =>
        CompiledMigrations.Sql(version, "Rehearsed", up, [], attribute);

    private async Task<RehearsedMigration> RehearseAsync(string migration)
    {
        var result = await RunAsync(migration);
        Assert.True(result.Stopped is null,
            result.Stopped?.Failed?.Failure?.Message ?? result.Stopped?.Message ?? result.Stopped?.Refusal?.Message);
        return Assert.Single(result.Migrations);
    }

    private Task<RehearsalReport> RunAsync(string migrations) => RunAsync(Engine(Base + migrations));

    private Task<RehearsalReport> RunAsync(MigrationEngine engine) => engine.RehearseAsync(
        new() { Shadow = DatabaseOptions.Fixed(server.AdminConnectionString), From = 1 }, null,
        TestContext.Current.CancellationToken);

    private MigrationEngine Engine(string migrations) => new(
        CompiledMigrations.Load(migrations),
        new DatabaseOptions { Connection = DatabaseOptions.Fixed(server.AdminConnectionString) });

    // Apart from its down, which is another test's.
    private static RehearsalVerdict Judged(RehearsedMigration migration) =>
        migration.Findings.Where(one => one.Verdict < RehearsalVerdict.Irreversible).Select(one => one.Verdict)
            .DefaultIfEmpty().Max();

    private static string Seen(ObservedStatement statement) => string.Join("; ", ((string[])
    [
        string.Join(", ",
            statement.Locks.OrderBy(one => one.Relation.Name, StringComparer.Ordinal)
                .Select(one => $"{one.Mode} {one.Relation.Name}")),
        Named("scans", statement.Scanned), Named("rewrites", statement.Rewritten), Named("empties", statement.Emptied),
        Named("indexes", statement.Indexed),
    ]).Where(part => part.Length > 0));

    private static string Named(string what, IReadOnlyList<Relation> relations) =>
        relations.Count == 0 ? "" : $"{what} {string.Join(", ", relations.Select(one => one.Name))}";
}
