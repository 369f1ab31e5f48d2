using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Database.History;

public sealed class JournalTests(TestServer server)
{
    [Fact]
    public async Task Up_WritesWhoWhatAndWhen()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateRoleAsync("deploy", "SUPERUSER");
        var options = new EngineOptions { Run = new("7f3a9c", "ci-7"), Build = "build-1234", ToolVersion = "1.2.3" };
        var source = CompiledMigrations.Sql(1, "AddUsers", ["SELECT pg_sleep(0.05)"])
            + CompiledMigrations.Sql(2, "DropOld", ["SELECT 1"], attribute: "TransactionBehavior.None, BreakingChange = true");
        await database.ExecuteAsync("CREATE TABLE before_it AS SELECT clock_timestamp() AS at");

        await database.Engine(source, all => all with { Connection = DatabaseOptions.Fixed(connection) }, options: options)
            .Up(policy: new(AllowBreaking: true));

        Assert.Equal(
            [
                $"7f3a9c 1 AddUsers up done t f 1.2.3 {database.Name}_deploy ci-7 build-1234",
                $"7f3a9c 2 DropOld up done f t 1.2.3 {database.Name}_deploy ci-7 build-1234",
            ],
            await database.ColumnAsync<string>("""
                SELECT concat_ws(' ', run, version, name, direction, state, transactional, breaking, tool_version, database_user, host, build)
                FROM "VersionInfoJournal" ORDER BY id
                """));
        // By the server's clock, whatever this machine's says.
        Assert.Equal(2, await database.ScalarAsync<long>("""
            SELECT count(*) FROM "VersionInfoJournal", before_it
            WHERE started_at BETWEEN at - interval '1 ms' AND ended_at AND ended_at <= clock_timestamp()
              AND duration_ms BETWEEN 0 AND extract(epoch FROM clock_timestamp() - at) * 1000
              AND statement IS NULL AND sql_state IS NULL
            """));
        Assert.True(await database.ScalarAsync<bool>("""SELECT duration_ms >= 50 FROM "VersionInfoJournal" WHERE version = 1"""));
    }

    [Fact]
    public async Task Up_Failure_SaysWhereAndWhy()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        await database.Engine(CompiledMigrations.Sql(1, "One", ["SELECT 1", "SELECT 1/0"])).Up();

        Assert.Equal("1 up failed t 2 22012", await database.ScalarAsync<string>("""
            SELECT concat_ws(' ', version, direction, state, transactional, statement, sql_state) FROM "VersionInfoJournal"
            WHERE ended_at IS NOT NULL AND duration_ms IS NOT NULL
            """));
    }

    [Fact]
    public async Task Up_NoBuildKnown_LeavesItOpen()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        await database.Engine(CompiledMigrations.Sql(1, "One", ["SELECT 1"])).Up();

        Assert.True(
            await database.ScalarAsync<bool>(
                """SELECT build IS NULL AND host <> '' AND tool_version ~ '^[0-9]+[.][0-9]+' FROM "VersionInfoJournal" """));
    }

    [Fact]
    public async Task Up_JournalOfAnOlderToolVersion_GetsTheMissingColumns()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(CompiledMigrations.Sql(1, "One", ["SELECT 1"])).Up();
        await database.ExecuteAsync("""ALTER TABLE "VersionInfoJournal" DROP build, DROP database_user, DROP sql_state""");

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One", ["SELECT 1"])
            + CompiledMigrations.Sql(2, "Two", ["SELECT 1"]),
            options: new() { Build = "42" }).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal("42", await database.ScalarAsync<string>("""SELECT build FROM "VersionInfoJournal" WHERE version = 2"""));
    }

    [Fact]
    public async Task Up_JournalWasDropped_IsMadeAgain()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(CompiledMigrations.Sql(1, "One", ["SELECT 1"])).Up();
        await database.ExecuteAsync("""DROP TABLE "VersionInfoJournal" """);

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One", ["SELECT 1"])
            + CompiledMigrations.Sql(2, "Two", ["SELECT 1"])).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal(["2 Two up done"], await database.JournalAsync());
    }

    [Fact]
    public async Task Status_TakesTheDurationFromTheLastTime()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(CompiledMigrations.Sql(1, "One", ["SELECT 1"]));
        await engine.Up();
        await engine.Down("zero");
        await engine.Up();
        await database.ExecuteAsync("""UPDATE "VersionInfoJournal" SET duration_ms = id * 1000""");

        var applied = Assert.Single((await engine.Status()).History.Applied);

        Assert.Equal(TimeSpan.FromSeconds(3), applied.Duration);
    }
}
