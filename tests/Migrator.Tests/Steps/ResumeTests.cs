using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Steps;

/// <summary>A migration outside a transaction that stopped midway goes on where that is provably safe, and only there.</summary>
public sealed class ResumeTests(TestServer server)
{
    private const string None = "TransactionBehavior.None";
    private const string Note = "CREATE TABLE notes (id int GENERATED ALWAYS AS IDENTITY, what text)";
    private const string First = "INSERT INTO notes (what) VALUES ('first')";
    private const string Last = "INSERT INTO notes (what) VALUES ('last')";

    [Fact]
    public async Task Up_AfterAFailedStatement_GoesOnThereOnceItIsMended()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var failed = await database.Engine(Migration(Note, First, "SELECT 1/0", Last)).Up();
        var again = await database.Engine(Migration(Note, First, "SELECT 1/0", Last)).Up();
        var mended = await database.Engine(Migration(Note, First, "SELECT 1", Last)).Up();

        Assert.Equal((OutcomeKind.Partial, 3, 3),
            (failed.Kind, failed.Failed!.Failure!.Statement, failed.Failed.Failure.ResumesAt));
        Assert.Equal((OutcomeKind.Partial, 3), (again.Kind, again.Failed!.Failure!.Statement));
        Assert.Equal(OutcomeKind.Applied, mended.Kind);
        Assert.Equal(["first", "last"], await database.ColumnAsync<string>("SELECT what FROM notes ORDER BY id"));
        Assert.Equal(["1 Steps up partial 22012", "1 Steps up partial 22012", "1 Steps up done"], await database.JournalAsync());
    }

    [Fact]
    public async Task Up_TheTextOfWhatIsDoneHasChanged_Stops()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(Migration(Note, First, "SELECT 1/0")).Up();

        var changed = await database.Engine(Migration(Note, First.Replace("first", "other", StringComparison.Ordinal),
            "SELECT 1")).Up();
        var shorter = await database.Engine(Migration(Note)).Up();

        foreach (var outcome in (MigrationOutcome[])[changed, shorter])
        {
            Assert.Equal((OutcomeKind.Partial, StepFailureKind.NotResumable), (outcome.Kind, outcome.Failed!.Failure!.Kind));
            Assert.Contains("no longer the same", outcome.Failed.Failure.Message, StringComparison.Ordinal);
            Assert.Null(outcome.Failed.Failure.ResumesAt);
        }

        Assert.Equal(["first"], await database.ColumnAsync<string>("SELECT what FROM notes"));
        Assert.Equal(OutcomeKind.Applied, (await database.Engine(Migration(Note, First, "SELECT 1")).Up()).Kind);
    }

    [Theory]
    [InlineData("DO $$ BEGIN INSERT INTO notes (what) VALUES ('once'); COMMIT; PERFORM 1/0; END $$")]
    [InlineData("BEGIN; INSERT INTO notes (what) VALUES ('once'); COMMIT; SELECT 1/0")]
    public async Task Up_AStatementThatMayHaveLeftSomething_IsNotRunAgain(string opaque)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Migration(Note, opaque, Last));

        var failed = await engine.Up();
        var again = await engine.Up();

        Assert.Equal((OutcomeKind.Partial, null), (failed.Kind, failed.Failed!.Failure!.ResumesAt));
        Assert.Equal((OutcomeKind.Partial, StepFailureKind.NotResumable), (again.Kind, again.Failed!.Failure!.Kind));
        Assert.Contains("statement 2 was begun by an earlier run", again.Failed.Failure.Message, StringComparison.Ordinal);
        await engine.Resolve(1, applied: true);
        Assert.Equal(SchemaVerdict.UpToDate, (await engine.Status()).Comparison.Verdict);
    }

    [Fact]
    public async Task Up_UnfinishedOne_ComesBeforeAllOthers()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        string Second(string last) => CompiledMigrations.Sql(2, "Second", [Note, last], attribute: None);
        await database.Engine(Second("SELECT 1/0")).Up();

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "Early", ["SELECT 1"]) + Second("SELECT 1")).Up();

        Assert.Equal([2, 1], outcome.Steps.Select(step => step.Migration.Version));
    }

    [Fact]
    public async Task Down_AfterAFailedStatement_GoesOnThere()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        string Source(string second) => CompiledMigrations.Sql(1, "Steps", [Note], [First, second, "DROP TABLE notes"], None);
        await database.Engine(Source("SELECT 1/0")).Up();

        var failed = await database.Engine(Source("SELECT 1/0")).Down("zero");
        var up = await database.Engine(Source("SELECT 1")).Up();
        var down = await database.Engine(Source("SELECT 1")).Down("zero");

        Assert.Equal((OutcomeKind.Partial, 2), (failed.Kind, failed.Failed!.Failure!.ResumesAt));
        Assert.Equal(RefusalReason.Dirty, up.Refusal!.Reason);
        Assert.Equal((OutcomeKind.Applied, null), (down.Kind, down.To));
        Assert.False(await database.ExistsAsync("notes"));
    }

    [Fact]
    public async Task Up_JournalOfAnOlderTool_IsNotResumed()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Migration(Note, "SELECT 1/0"));
        await engine.Up();
        await database.ExecuteAsync(
            """ALTER TABLE "VersionInfoJournal" DROP COLUMN statements_done, DROP COLUMN done_hash, DROP COLUMN begun_hash""");

        var outcome = await engine.Up();

        Assert.Equal((OutcomeKind.Refused, RefusalReason.Dirty), (outcome.Kind, outcome.Refusal!.Reason));
    }

    private static string Migration(params string[] statements) =>
        CompiledMigrations.Sql(1, "Steps", statements, attribute: None);
}
