using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Runs.Explaining;

/// <summary>A step that misses an object says where that would come from.</summary>
public sealed class FailureExplainerTests(TestServer server)
{
    private static readonly string First = CompiledMigrations.Sql(1, "First", ["CREATE TABLE first (id int)"]);

    [Theory]
    [InlineData("INSERT INTO orders VALUES (1)", "CREATE TABLE orders (id int)")]
    [InlineData("ALTER TABLE orders ADD total int", "CREATE TABLE orders (id int)")]
    [InlineData("CREATE INDEX ix ON shop.orders (id)", "CREATE SCHEMA shop; CREATE TABLE shop.orders (id int)")]
    [InlineData("CREATE TABLE shop.orders (id int)", "CREATE SCHEMA shop")]
    [InlineData("UPDATE first SET total = 1", "ALTER TABLE first ADD total int")]
    [InlineData("SELECT f.total FROM first f", "ALTER TABLE first ADD total int")]
    [InlineData("SELECT renamed FROM first", "ALTER TABLE first RENAME id TO renamed")]
    [InlineData("CREATE TABLE t (a mood)", "CREATE TYPE mood AS ENUM ('good')")]
    [InlineData("CREATE TABLE t (a mood)", "DO $$ BEGIN CREATE TYPE mood AS ENUM ('good'); EXCEPTION WHEN duplicate_object THEN "
        + "NULL; END $$")]
    [InlineData("SELECT total_of(1)", "CREATE FUNCTION total_of(a int) RETURNS int LANGUAGE sql AS $$ SELECT a $$")]
    [InlineData("SELECT nextval('orders_id_seq')", "CREATE TABLE orders (id serial)")]
    [InlineData("DROP VIEW totals", "CREATE VIEW totals AS SELECT 1")]
    [InlineData("CREATE TABLE t (a citext)", "CREATE EXTENSION IF NOT EXISTS citext")]
    public async Task Up_WhatAPendingMigrationMakes_NamesIt(string failing, string making)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var failure = await FailAsync(database, First + CompiledMigrations.Sql(2, "Second", [failing])
            + CompiledMigrations.Sql(3, "Third", ["SELECT 1"]) + CompiledMigrations.Sql(4, "Makes", [making]));

        var said = Assert.Single(failure.Explanations);
        Assert.Contains("4 Makes, which is pending and comes later", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_VersionsOfTwoLengths_SaysHowTheyCompare()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var failure = await FailAsync(database, CompiledMigrations.Sql(202608310005, "Later", ["INSERT INTO orders VALUES (1)"])
            + CompiledMigrations.Sql(20260402000001, "Earlier", ["CREATE TABLE orders (id int)"]));

        Assert.Contains("20260402000001 Earlier", failure.Explanations.Single(), StringComparison.Ordinal);
        Assert.Contains("one of 12 digits lies below every one of 14", failure.Explanations.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_WhatAConditionalMigrationMakes_NamesIt()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var failure = await FailAsync(database, CompiledMigrations.Sql(1, "Needs", ["INSERT INTO orders VALUES (1)"]) + """
            [Migration(2)]
            public class Makes : Migration
            {
                public override void Up()
                {
                    if (!Schema.Table("orders").Exists())
                        Create.Table("orders").WithColumn("id").AsInt32();
                }

                public override void Down() { }
            }
            """);

        Assert.Contains("The relation \"orders\" is made by 2 Makes", failure.Explanations.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_AboveTheTarget_IsNamed()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var failure = await FailAsync(database, CompiledMigrations.Sql(1, "Needs", ["INSERT INTO orders VALUES (1)"])
            + CompiledMigrations.Sql(2, "Makes", ["CREATE TABLE orders (id int)"]), target: "1");

        Assert.Contains("2 Makes, which is pending, and above the target", failure.Explanations.Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_LeftOutByItsTags_IsNamedWithThem()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var failure = await FailAsync(database, "[Tags(\"seed\", \"demo\")]\n"
            + CompiledMigrations.Sql(1, "Seeds", ["CREATE TABLE seeds (id int)"])
            + CompiledMigrations.Sql(2, "Needs", ["INSERT INTO seeds VALUES (1)"]));

        Assert.Contains("1 Seeds, which its tags leave out (demo, seed): --tag demo takes it",
            failure.Explanations.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE t (a citext)", "The type \"citext\" is of the extension citext",
        "CREATE EXTENSION IF NOT EXISTS citext")]
    [InlineData("CREATE TABLE t (a uuid DEFAULT uuid_generate_v4())", "extension \"uuid-ossp\"", "gen_random_uuid()")]
    [InlineData("SELECT similarity('a', 'b')", "The function \"similarity\" is of the extension pg_trgm",
        "CREATE EXTENSION IF NOT EXISTS pg_trgm")]
    [InlineData("CREATE TABLE t (a text); CREATE INDEX ON t USING gin (a gin_trgm_ops)", "extension pg_trgm",
        "in an earlier migration")]
    [InlineData("CREATE TABLE t (a int, EXCLUDE USING gist (a WITH =))", "extension btree_gist", "CREATE EXTENSION")]
    [InlineData("SELECT * FROM pg_stat_statements", "extension pg_stat_statements", "CREATE EXTENSION")]
    [InlineData("CREATE TABLE t (a geometry)", "extension postgis", "")]
    public async Task Up_WhatAnExtensionHas_NamesTheExtension(string failing, string named, string way)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var said = (await FailAsync(database, CompiledMigrations.Sql(1, "Needs", [failing]))).Explanations.Single();

        Assert.Contains(named, said, StringComparison.Ordinal);
        Assert.Contains(way, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_NewGuidOfFluentMigrator_SaysWhatNeedsNoExtension()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var failure = await FailAsync(database, """
            [Migration(1)]
            public class Keys : Migration
            {
                public override void Up() =>
                    Create.Table("keys").WithColumn("id").AsGuid().WithDefault(SystemMethods.NewGuid);
                public override void Down() { }
            }
            """);

        Assert.Contains("RawSql.Insert(\"gen_random_uuid()\")", failure.Explanations.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_WhatLiesInAnotherSchema_SaysWhere()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE SCHEMA extensions; CREATE EXTENSION citext SCHEMA extensions; "
            + "CREATE TABLE extensions.orders (id int)");

        var type = await FailAsync(database, CompiledMigrations.Sql(1, "Needs", ["CREATE TABLE t (a citext)"]));
        var table = await FailAsync(database, CompiledMigrations.Sql(1, "Needs", ["INSERT INTO orders VALUES (1)"]));

        Assert.Contains("created in schema extensions", type.Explanations.Single(), StringComparison.Ordinal);
        Assert.Contains("in schema extensions, which is not on the search path", table.Explanations.Single(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INSERT INTO nowhere VALUES (1)")]
    [InlineData("SELECT 1/0")]
    [InlineData("SELECT nothing FROM first")]
    public async Task Up_WhatNobodyMakes_IsNotExplained(string failing)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var failure = await FailAsync(database, First + CompiledMigrations.Sql(2, "Second", [failing])
            + CompiledMigrations.Sql(3, "Third", ["CREATE TABLE other (nothing int)"]));

        Assert.Empty(failure.Explanations);
    }

    private static async Task<StepFailure> FailAsync(TestDatabase database, string source, string target = "latest")
    {
        var outcome = await database.Engine(source).Up(target);

        Assert.Equal(OutcomeKind.Failed, outcome.Kind);
        return outcome.Failed!.Failure!;
    }
}
