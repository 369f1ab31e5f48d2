using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Steps;

/// <summary>A migration's own code has the connection, and may end the transaction: what is said then is what the database
/// has.</summary>
public sealed class TransactionTests(TestServer server)
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"]);

    [Theory]
    [InlineData("Run(\"CREATE TABLE stays (id int)\"); transaction.Commit(); throw new InvalidOperationException(\"stopped\");")]
    [InlineData("Run(\"CREATE TABLE stays (id int)\"); Run(\"COMMIT\"); Run(\"SELECT 1/0\");")]
    [InlineData("Run(\"CREATE TABLE stays (id int)\"); Run(\"COMMIT\"); Run(\"BEGIN\"); Run(\"SELECT 1/0\");")]
    [InlineData("Run(\"CREATE TABLE stays (id int)\"); Run(\"COMMIT\"); Run(\"BEGIN\");")]
    [InlineData("Run(\"CREATE TABLE stays (id int)\"); transaction.Commit();")]
    [InlineData("Run(\"ROLLBACK\"); Run(\"CREATE TABLE stays (id int)\"); throw new InvalidOperationException(\"stopped\");")]
    [InlineData("Run(\"ROLLBACK\"); Run(\"CREATE TABLE stays (id int)\"); Run(\"BEGIN\"); Run(\"SELECT 1/0\");")]
    public async Task Up_OwnCodeCommits_IsPartial_AndStays(string code)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One + OwnCode(code));

        var outcome = await engine.Up();

        Assert.Equal((OutcomeKind.Partial, 1L, StepState.Partial), (outcome.Kind, outcome.To, outcome.Failed!.State));
        Assert.NotNull(outcome.Failed.Failure!.Stays);
        Assert.True(await database.ExistsAsync("stays"));
        Assert.Equal([1], await database.VersionsAsync());
        Assert.StartsWith("2 Two up partial", (await database.JournalAsync())[^1], StringComparison.Ordinal);
        // Nothing of it is run again before somebody has looked.
        Assert.Equal(SchemaVerdict.Dirty, (await engine.Status()).Comparison.Verdict);
        Assert.Equal(RefusalReason.Dirty, (await engine.Up()).Refusal!.Reason);
        Assert.Equal(2, (await engine.Resolve(2, applied: true)).To);
        Assert.Equal(OutcomeKind.NothingToDo, (await engine.Up()).Kind);
    }

    [Theory]
    [InlineData("Run(\"CREATE TABLE stays (id int)\"); Run(\"SELECT 1/0\");")]
    [InlineData("Run(\"CREATE TABLE stays (id int)\"); throw new InvalidOperationException(\"stopped\");")]
    [InlineData("Run(\"CREATE TABLE stays (id int)\"); transaction.Rollback(); throw new InvalidOperationException(\"stopped\");")]
    [InlineData("Run(\"CREATE TABLE stays (id int)\"); Run(\"ROLLBACK\"); Run(\"BEGIN\"); Run(\"SELECT 1/0\");")]
    [InlineData("Run(\"CREATE TABLE stays (id int)\"); transaction.Rollback();")]
    [InlineData("Run(\"CREATE TABLE stays (id int)\"); try { Run(\"SELECT 1/0\"); } catch (Exception) { }")]
    public async Task Up_OwnCodeFailsAndCommitsNothing_IsRolledBack(string code)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(One + OwnCode(code)).Up();

        Assert.Equal((OutcomeKind.Failed, 1L, StepState.Failed), (outcome.Kind, outcome.To, outcome.Failed!.State));
        Assert.Null(outcome.Failed.Failure!.Stays);
        Assert.False(await database.ExistsAsync("stays"));
        Assert.StartsWith("2 Two up failed", (await database.JournalAsync())[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_OwnCodeThatLeavesTheTransactionAlone_IsAppliedWithTheRest()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(One
            + OwnCode("Run(\"SAVEPOINT a\"); Run(\"CREATE TABLE stays (id int)\"); Run(\"RELEASE a\");")).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.True(await database.ExistsAsync("stays"));
    }

    // To the session a backslash is no character of its own; read otherwise, the COMMIT stands in a string.
    [Fact]
    public async Task Up_CommitThatNobodySees_IsToldFromTheServer()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(One + CompiledMigrations.Sql(2, "Two",
            ["SET standard_conforming_strings = off", "CREATE TABLE stays (id int); SELECT 'x\\''; COMMIT; SELECT 1/0; --'"])).Up();

        Assert.Equal((OutcomeKind.Partial, "22012"), (outcome.Kind, outcome.Failed!.Failure!.SqlState));
        Assert.NotNull(outcome.Failed.Failure.Stays);
        Assert.True(await database.ExistsAsync("stays"));
    }

    [Theory]
    [InlineData("BEGIN; CREATE TABLE lost (id int)")]
    [InlineData("BEGIN", "CREATE TABLE lost (id int)")]
    public async Task Up_OutsideATransaction_LeavesOneOpen_IsNeverTakenForApplied(params string[] statements)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(CompiledMigrations.Sql(1, "One", statements, attribute: "TransactionBehavior.None"));

        var outcome = await engine.Up();

        Assert.Equal((OutcomeKind.Partial, null), (outcome.Kind, outcome.To));
        Assert.Contains("never committed", outcome.Failed!.Failure!.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("lost"));
        Assert.Empty(await database.VersionsAsync());
        Assert.Equal(SchemaVerdict.Dirty, (await engine.Status()).Comparison.Verdict);
    }

    [Theory]
    [InlineData("BEGIN; CREATE TABLE made (id int); COMMIT")]
    [InlineData("BEGIN", "CREATE TABLE made (id int)", "COMMIT")]
    public async Task Up_OutsideATransaction_WithOneOfItsOwn_IsApplied(params string[] statements)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(
            CompiledMigrations.Sql(1, "One", statements, attribute: "TransactionBehavior.None")).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.True(await database.ExistsAsync("made"));
        Assert.Equal([1], await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_OutsideATransaction_FailsInOneOfItsOwn_SaysWhatIsLeft()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One",
            ["CREATE TABLE first (id int)", "BEGIN; CREATE TABLE lost (id int); SELECT 1/0; COMMIT"],
            attribute: "TransactionBehavior.None")).Up();

        Assert.Equal((OutcomeKind.Partial, 2), (outcome.Kind, outcome.Failed!.Failure!.ResumesAt));
        Assert.False(await database.ExistsAsync("lost"));
    }

    [Fact]
    public async Task Up_OutsideATransaction_FailsInOneThatAnEarlierStatementOpened_IsPartial()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One",
            ["BEGIN; CREATE TABLE stays (id int); COMMIT; BEGIN", "VACUUM stays"], attribute: "TransactionBehavior.None")).Up();

        Assert.Equal((OutcomeKind.Partial, null), (outcome.Kind, outcome.Failed!.Failure!.ResumesAt));
        Assert.True(await database.ExistsAsync("stays"));
    }

    [Fact]
    public async Task Up_MaintenanceLeavesATransactionOpen_IsNeverTakenForDone()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(One + """
            [Maintenance(MigrationStage.AfterAll, TransactionBehavior.None)] public class Fill : ForwardOnlyMigration
            {
                public override void Up() => Execute.Sql("BEGIN; CREATE TABLE lost (id int)");
            }
            """).Up();

        Assert.Equal((OutcomeKind.Partial, "maintenance Fill"), (outcome.Kind, outcome.Failed!.Migration.Name));
        Assert.False(await database.ExistsAsync("lost"));
    }

    [Theory]
    [InlineData("BEGIN", "CREATE TABLE one (id int)", "SELECT pg_sleep(0)", "CREATE TABLE two (id int)", "ROLLBACK")]
    [InlineData("BEGIN; CREATE TABLE one (id int)", "CREATE TABLE two (id int); ROLLBACK")]
    public async Task Up_OutsideATransaction_RollsItsOwnBack_LeavesNothingOfIt(params string[] statements)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        await database.Engine(CompiledMigrations.Sql(1, "One", statements, attribute: "TransactionBehavior.None")).Up();

        Assert.False(await database.ExistsAsync("one"));
        Assert.False(await database.ExistsAsync("two"));
    }

    [Fact]
    public async Task Up_OutsideATransaction_LocalSettingInOneOfItsOwn_NeverCommitted_IsNotApplied()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One",
            ["BEGIN", "SET LOCAL work_mem = '8MB'", "CREATE TABLE lost (id int)"], attribute: "TransactionBehavior.None")).Up();

        Assert.Equal((OutcomeKind.Partial, null), (outcome.Kind, outcome.To));
        Assert.Contains("never committed", outcome.Failed!.Failure!.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("lost"));
        Assert.Empty(await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_OutsideATransaction_FailsInOneOfItsOwnOfSeveralStatements_LeavesNothingOfIt()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One",
            ["BEGIN", "CREATE TABLE lost (id int)", "SELECT 1/0", "COMMIT"], attribute: "TransactionBehavior.None")).Up();

        Assert.Equal((OutcomeKind.Partial, "22012"), (outcome.Kind, outcome.Failed!.Failure!.SqlState));
        Assert.False(await database.ExistsAsync("lost"));
        Assert.Empty(await database.VersionsAsync());
    }

    // What was recorded in the transaction is rolled back with it: the journal must not say that it goes on behind it.
    [Fact]
    public async Task Up_OutsideATransaction_CommitOfItsOwnFails_NothingOfItIsTakenForDone()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(CompiledMigrations.Sql(1, "One",
        [
            "CREATE TABLE parent (id int PRIMARY KEY); " +
            "CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
            "BEGIN", "CREATE TABLE lost (id int)", "INSERT INTO child VALUES (1)", "COMMIT",
        ], attribute: "TransactionBehavior.None"));

        var outcome = await engine.Up();

        Assert.Equal((OutcomeKind.Partial, "23503", null),
            (outcome.Kind, outcome.Failed!.Failure!.SqlState, outcome.Failed.Failure.ResumesAt));
        Assert.False(await database.ExistsAsync("lost"));
        Assert.Empty(await database.VersionsAsync());
        // Nothing of it is sent again before somebody has looked.
        var again = await engine.Up();
        Assert.Equal((OutcomeKind.Partial, null), (again.Kind, again.To));
        Assert.Contains("cannot be resumed by itself", again.Failed!.Failure!.Message, StringComparison.Ordinal);
    }

    // Tried again alone, the busy statement would find that what came before it in its transaction is gone.
    [Theory]
    [InlineData("REINDEX TABLE busy")]
    [InlineData("ALTER TABLE busy ADD COLUMN a int")]
    public async Task Up_OutsideATransaction_LockTimeoutInOneOfItsOwn_IsNeverAppliedWithoutWhatCameBefore(string statement)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE busy (id int PRIMARY KEY)");
        await using var other = await database.OpenAsync();
        await other.ExecuteAsync("BEGIN; LOCK TABLE busy IN ACCESS EXCLUSIVE MODE");

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One",
            ["BEGIN", "CREATE TABLE lost (id int)", statement, "COMMIT"], attribute: "TransactionBehavior.None"),
            options => options with { LockTimeout = TimeSpan.FromMilliseconds(50), LockRetry = TimeSpan.FromSeconds(1) }).Up();

        Assert.Equal((OutcomeKind.Partial, "55P03", StepFailureKind.LockTimeout),
            (outcome.Kind, outcome.Failed!.Failure!.SqlState, outcome.Failed.Failure.Kind));
        Assert.False(await database.ExistsAsync("lost"));
        Assert.Empty(await database.VersionsAsync());
    }

    private static string OwnCode(string code) =>
        $$"""
        [Migration(2)] public class Two : Migration
        {
            public override void Up()
            {
                Execute.Sql("CREATE TABLE before_it (id int)");
                Execute.WithConnection((connection, transaction) =>
                {
                    void Run(string sql)
                    {
                        using var command = connection.CreateCommand();
                        command.CommandText = sql;
                        command.ExecuteNonQuery();
                    }

                    {{code}}
                });
            }

            public override void Down() { }
        }

        """;
}
