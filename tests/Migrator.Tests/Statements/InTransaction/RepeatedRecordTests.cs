using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Statements.InTransaction;

/// <summary>From the second migration on, a step's record is a prepared statement.</summary>
public sealed class RepeatedRecordTests(TestServer server)
{
    private const string Prepared = "CREATE TABLE prepared AS SELECT name FROM pg_prepared_statements WHERE name LIKE "
        + "'migrator%'";

    [Fact]
    public async Task Up_OfMany_PreparesTheRecordOnce_AndWritesWhatTheFirstOnesWrite()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var source = string.Concat(Enumerable.Range(1, 6).Select(i => Plain(i))) + CompiledMigrations.Sql(7, "Last", [Prepared]);

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(source).Up()).Kind);

        Assert.Equal([$"migrator_{await database.ScalarAsync<string>("SELECT DISTINCT run FROM \"VersionInfoJournal\"")}_1"],
            await database.ColumnAsync<string>("SELECT name FROM prepared"));
        Assert.Equal(["""it's \ a "name" of $1 and :x"""],
            await database.ColumnAsync<string>("""SELECT DISTINCT "Description" FROM "VersionInfo" WHERE "Version" < 7"""));
        Assert.Equal(1, await database.ScalarAsync<long>("""
            SELECT count(DISTINCT (run, direction, state, transactional, breaking, tool_version, host, build, statement, sql_state, checksum IS NULL, duration_ms IS NULL))
            FROM "VersionInfoJournal"
            """));
        Assert.Equal([.. Enumerable.Range(1, 7).Select(i => (long)i)], await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_ThatDeallocatesAll_GoesOn()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var source = string.Concat(Enumerable.Range(1, 12).Select(i => i switch
        {
            4 => CompiledMigrations.Sql(i, "Plainly", ["DEALLOCATE ALL"]),
            7 => CompiledMigrations.Sql(i, "Hidden", ["DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$"]),
            9 => CompiledMigrations.Sql(i, "Outside", ["DISCARD ALL"], attribute: "TransactionBehavior.None"),
            _ => Plain(i),
        }));

        var outcome = await database.Engine(source).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal([.. Enumerable.Range(1, 12).Select(i => (long)i)], await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_WhoseStepIsTriedAgain_RecordsIt()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        // The second fails once, with its record on the way to be prepared.
        await database.ExecuteAsync("CREATE SEQUENCE attempt; CREATE FUNCTION conflict_once() RETURNS int LANGUAGE plpgsql AS "
            + "$$ BEGIN IF nextval('attempt') = 1 THEN RAISE SQLSTATE '40001'; END IF; RETURN 1; END $$");
        var source = Plain(1)
            + CompiledMigrations.Sql(2, "Conflict",
                ["CREATE TABLE conflict (id int DEFAULT 1)", "INSERT INTO conflict VALUES (conflict_once())"]) + Plain(3)
                    + Plain(4) + Plain(5);

        var outcome = await database.Engine(source, options => options with { LockRetry = TimeSpan.FromMinutes(1) }).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal(2, outcome.Steps[1].Attempts);
        Assert.Equal([1L, 2, 3, 4, 5], await database.VersionsAsync());
    }

    private static string Plain(int version) => $$""""
        [Migration({{version}}, """it's \ a "name" of $1 and :x""")] public class M{{version}} : Migration
        {
            public override void Up() => Create.Table("t{{version}}").WithColumn("id").AsInt32();
            public override void Down() => Delete.Table("t{{version}}");
        }

        """";
}
