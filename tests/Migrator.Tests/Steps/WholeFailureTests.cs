using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Steps;

/// <summary>Outside a transaction, what the server refuses as a whole has left nothing.</summary>
public sealed class WholeFailureTests(TestServer server)
{
    private const string None = "TransactionBehavior.None";

    [Theory]
    [InlineData("CREATE DATABASE postgres", "42P04")]
    [InlineData("DROP DATABASE not_there", "3D000")]
    [InlineData("ALTER SYSTEM SET not_there = 1", "42704")]
    [InlineData("CREATE TABLESPACE nowhere LOCATION '/not/there'", "58P01")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'not a conninfo' PUBLICATION p", "42601")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1 port=1 dbname=x' PUBLICATION p", "08006")]
    [InlineData("VACUUM not_there", "42P01")]
    [InlineData("REINDEX DATABASE not_there", "0A000")]
    [InlineData("CALL not_there()", "42883")]
    [InlineData("CALL raises()", "P0001")]
    [InlineData("DO $$ BEGIN CREATE TABLE lost (id int); RAISE EXCEPTION 'no'; END $$", "P0001")]
    [InlineData("DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '57P01'; END $$", "57P01")]
    [InlineData("CREATE TABLE lost (id int); SELECT 1/0", "22012")]
    public async Task Up_FirstStatementIsRefused_IsFailed_AndRunsAgainOnceItIsMended(string sql, string state)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE PROCEDURE raises() LANGUAGE plpgsql AS 'BEGIN CREATE TABLE lost (id int); RAISE "
            + "EXCEPTION ''no''; END'");
        var log = new ProgressLog();
        var engine = database.Engine(CompiledMigrations.Sql(1, "One", [sql], attribute: None));

        var outcome = await engine.Up(progress: log);

        Assert.Equal((OutcomeKind.Failed, StepState.Failed, state, 1),
            (outcome.Kind, outcome.Failed!.State, outcome.Failed.Failure!.SqlState, outcome.Failed.Failure.Statement));
        Assert.Empty(log.Of<MigrationProgress.ConnectionLost>());
        Assert.False(await database.ExistsAsync("lost"));
        Assert.Equal([$"1 One up failed {state}"], await database.JournalAsync());
        Assert.Equal(OutcomeKind.Applied, (await database.Engine(
            CompiledMigrations.Sql(1, "One", ["CREATE TABLE mended (id int)"], attribute: None)).Up()).Kind);
    }

    [Fact]
    public async Task Up_ALaterStatementIsRefused_GoesOnThere()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One",
            ["CREATE TABLE one (id int)", "CREATE DATABASE postgres"], attribute: None)).Up();
        var mended = await database.Engine(CompiledMigrations.Sql(1, "One",
            ["CREATE TABLE one (id int)", "ANALYZE one"], attribute: None)).Up();

        Assert.Equal((OutcomeKind.Partial, 2), (outcome.Kind, outcome.Failed!.Failure!.ResumesAt));
        Assert.Equal(OutcomeKind.Applied, mended.Kind);
    }

    [Theory]
    [InlineData("CALL commits()")]
    [InlineData("DO $$ BEGIN CREATE TABLE stays (id int); COMMIT; RAISE EXCEPTION 'no'; END $$")]
    public async Task Up_AStatementThatCommitsInItsMidst_IsPartial(string sql)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE PROCEDURE commits() LANGUAGE plpgsql AS 'BEGIN CREATE TABLE stays (id int); COMMIT; "
            + "RAISE EXCEPTION ''no''; END'");

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One", [sql], attribute: None)).Up();

        Assert.Equal((OutcomeKind.Partial, null), (outcome.Kind, outcome.Failed!.Failure!.ResumesAt));
        Assert.True(await database.ExistsAsync("stays"));
    }

    // An error of a far server is an answer of this one: it ends no session.
    [Theory]
    [InlineData("08006")]
    [InlineData("08001")]
    [InlineData("08P01")]
    [InlineData("57P01")]
    public async Task Up_AnErrorOfAnotherConnection_IsTheMigrationsFailure_Once(string state)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var log = new ProgressLog();

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)",
            $"DO $$ BEGIN RAISE EXCEPTION 'the far server is down' USING ERRCODE = '{state}'; END $$"])).Up(progress: log);

        Assert.Equal((OutcomeKind.Failed, StepFailureKind.Error, state, "the far server is down"),
            (outcome.Kind, outcome.Failed!.Failure!.Kind, outcome.Failed.Failure.SqlState, outcome.Failed.Failure.Message));
        Assert.Empty(log.Of<MigrationProgress.ConnectionLost>());
        Assert.Equal([$"1 One up failed {state}"], await database.JournalAsync());
        Assert.False(await database.ExistsAsync("one"));
    }
}
