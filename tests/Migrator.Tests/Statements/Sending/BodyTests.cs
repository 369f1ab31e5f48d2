using Migrator.Database.Session;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Statements.Sending;

/// <summary>Functions whose body is SQL, with semicolons of its own.</summary>
public sealed class BodyTests(TestServer server)
{
    private const string Plus =
        "CREATE FUNCTION plus(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a; SELECT CASE WHEN a > 0 THEN $1 + 1 ELSE 0 END AS end; END";

    [Theory]
    [InlineData("", Plus)]
    [InlineData("", Plus + ";")]
    [InlineData("", "CREATE TABLE before_it (a int)", Plus, "CREATE TABLE after_it (a int)")]
    [InlineData("", "CREATE TABLE before_it (a int); -- and then;\n" + Plus + "; CREATE TABLE after_it (a int);")]
    [InlineData("TransactionBehavior.None", Plus)]
    [InlineData("TransactionBehavior.None", "CREATE TABLE before_it (a int); " + Plus + "; CREATE TABLE after_it (a int)")]
    public async Task Up_IsAppliedAsItStands(string attribute, params string[] statements)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One", statements, attribute: attribute)).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal(2, await database.ScalarAsync<int>("SELECT plus(1)"));
        Assert.Equal(statements.Any(sql => sql.Contains("after_it", StringComparison.Ordinal)), await database.ExistsAsync("after_it"));
    }

    [Fact]
    public async Task Up_AProcedure_AndWhatFailsInSuchAText_IsRolledBackAndNamed()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One",
            ["CREATE TABLE t (a int)", "CREATE PROCEDURE p(x int) BEGIN ATOMIC INSERT INTO t VALUES (x); UPDATE t SET a = 1; END; SELECT nosuch"]))
            .Up();

        Assert.Equal((OutcomeKind.Failed, "42703", 2),
            (outcome.Kind, outcome.Failed!.Failure!.SqlState, outcome.Failed.Failure.Statement));
        Assert.False(await database.ExistsAsync("t"));
    }

    [Theory]
    [InlineData("SELECT 1; SELECT 2", 1)]
    [InlineData("CREATE TABLE atomic (a int); SELECT 1", 1)]
    [InlineData("CREATE RULE atomic AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3", 1)]
    [InlineData(Plus, 1)]
    [InlineData("SELECT 1; " + Plus + "; SELECT 2", 3)]
    public void Of_CutsOnlyATextWithABody(string sql, int expected) => Assert.Equal(expected, SqlCommands.Of(sql).Count);
}
