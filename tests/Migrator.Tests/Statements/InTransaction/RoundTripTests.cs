using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Statements.InTransaction;

/// <summary>How often a step makes the server wait for us. That the count is true is tested on the wire.</summary>
public sealed class RoundTripTests(TestServer server)
{
    private static readonly string First = CompiledMigrations.Sql(1, "First", ["CREATE TABLE first (id int)"],
        ["DROP TABLE first"]);

    [Theory]
    // BEGIN, statements, record and COMMIT.
    [InlineData(
        """Create.Table("t").WithColumn("id").AsInt64().PrimaryKey(); Create.Index("i").OnTable("t").OnColumn("id");""", 1)]
    [InlineData(
        """Execute.Sql("ALTER TABLE first ADD a int"); Execute.Sql("UPDATE first SET a = 1"); Insert.IntoTable("first").Row(new { id = 1, a = 2 });""", 1)]
    [InlineData("", 1)]
    // Text of several statements, delegates and questions have to be sent by themselves, behind what waits.
    [InlineData("""Execute.Sql("ALTER TABLE first ADD a int; ALTER TABLE first ADD b int");""", 2)]
    [InlineData(
        """Execute.Sql("ALTER TABLE first ADD a int"); Execute.Sql("ALTER TABLE first ADD b int; ALTER TABLE first ADD c int"); Execute.Sql("ALTER TABLE first ADD d int");""", 3)]
    [InlineData("""if (!Schema.Table("t").Exists()) Create.Table("t").WithColumn("id").AsInt32();""", 2)]
    public async Task Up_InATransaction_AsFewAsItAllows(string up, int expected)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var source = First
            + $$"""[Migration(2)] public class Second : Migration { public override void Up() { {{up}} } public override void Down() { } }""";

        var outcome = await database.Engine(source).Up();

        Assert.Equal([StepState.Applied, StepState.Applied], outcome.Steps.Select(step => step.State));
        Assert.Equal(expected, outcome.Steps[1].RoundTrips);
    }

    [Fact]
    public async Task Down_InATransaction_IsOne()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(First).Up();

        Assert.Equal([1], (await database.Engine(First).Down("zero")).Steps.Select(step => step.RoundTrips));
        Assert.Empty(await database.VersionsAsync());
    }

    // Had they gone without BEGIN, the first would have taken effect by itself.
    [Theory]
    [InlineData("VACUUM", "25001")]
    [InlineData("CREATE INDEX CONCURRENTLY i ON first (id)", "25001")]
    [InlineData("CALL commits()", "2D000")]
    public async Task Up_WhatCannotRunInATransaction_FailsAndLeavesNothing(string sql, string sqlState)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(First).Up();
        await database.ExecuteAsync("CREATE PROCEDURE commits() LANGUAGE plpgsql AS 'BEGIN CREATE TABLE committed (id int); "
            + "COMMIT; END'");

        var outcome = await database.Engine(First + CompiledMigrations.Sql(2, "Second", [sql])).Up();

        Assert.Equal((OutcomeKind.Failed, sqlState, 1),
            (outcome.Kind, outcome.Failed!.Failure!.SqlState, outcome.Failed.Failure.Statement));
        Assert.Equal([1], await database.VersionsAsync());
        Assert.False(await database.ExistsAsync("committed"));
        Assert.Equal(["1 First up done", $"2 Second up failed {sqlState}"], await database.JournalAsync());
    }

    [Fact]
    public async Task Up_LastOfItsStatementsFails_IsNamedAndNothingIsLeft()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(First
            + CompiledMigrations.Sql(2, "Second",
                ["CREATE TABLE a (id int)", "CREATE TABLE b (id int)", "CREATE TABLE b (id int)"])).Up();

        Assert.Equal(("42P07", 3), (outcome.Failed!.Failure!.SqlState, outcome.Failed.Failure.Statement));
        Assert.False(await database.ExistsAsync("a"));
        Assert.Equal([1], await database.VersionsAsync());
    }

    // COMMIT itself refuses: the check was put off until then.
    [Fact]
    public async Task Up_DeferredConstraintFails_IsRolledBackAndTold()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(First + CompiledMigrations.Sql(2, "Second",
            ["CREATE TABLE a (id int PRIMARY KEY, other int REFERENCES a DEFERRABLE INITIALLY DEFERRED)",
                "INSERT INTO a VALUES (1, 2)"])).Up();

        Assert.Equal((OutcomeKind.Failed, "23503"), (outcome.Kind, outcome.Failed!.Failure!.SqlState));
        Assert.False(await database.ExistsAsync("a"));
        Assert.Equal(["1 First up done", "2 Second up failed 23503"], await database.JournalAsync());
    }
}
