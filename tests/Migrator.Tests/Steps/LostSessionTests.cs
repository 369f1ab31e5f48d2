using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Steps;

/// <summary>The session or its lock goes away under a run: nothing may be recorded any more.</summary>
public sealed class LostSessionTests(TestServer server)
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"]);

    [Theory]
    [InlineData("CREATE TABLE two (id int)", "SELECT pg_advisory_unlock_all()")]
    [InlineData("CREATE TABLE two (id int)", "DO $$ BEGIN PERFORM pg_advisory_unlock_all(); END $$")]
    public async Task Up_DeployLockGivenAwayInTheMiddle_RollsBackAndRecordsNothing(params string[] statements)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(One + CompiledMigrations.Sql(2, "Two", statements)).Up();

        Assert.Equal((OutcomeKind.Unreachable, 1L), (outcome.Kind, outcome.To));
        Assert.Equal(StepFailureKind.ConnectionLost, outcome.Failed!.Failure!.Kind);
        Assert.Contains("deploy lock", outcome.Failed.Failure.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("two"));
        Assert.Equal([1], await database.VersionsAsync());
        Assert.Equal(["1 One up done"], await database.JournalAsync());
    }

    [Fact]
    public async Task Up_DeployLockGivenAwayOutsideATransaction_IsHadAgainBeforeItIsRecorded()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(CompiledMigrations.Sql(1, "One",
            ["CREATE TABLE one (id int)", "SELECT pg_advisory_unlock_all()"], attribute: "TransactionBehavior.None"));

        var outcome = await engine.Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal([1], await database.VersionsAsync());
        Assert.Equal(["1 One up begun", "1 One up done"], await database.JournalAsync());
    }

    [Fact]
    public async Task Down_DeployLockGivenAwayInTheMiddle_KeepsTheMigration()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"],
            ["DROP TABLE one", "SELECT pg_advisory_unlock_all()"]));
        await engine.Up();

        var outcome = await engine.Down("zero");

        Assert.Equal((OutcomeKind.Unreachable, 1L), (outcome.Kind, outcome.To));
        Assert.True(await database.ExistsAsync("one"));
        Assert.Equal([1], await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_BackendTerminatedOnceInAStatement_GoesOnInAnotherSession()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var log = new ProgressLog();
        var engine = database.Engine(One
            + CompiledMigrations.Sql(2, "Two",
                ["CREATE TABLE two (id int)", "SELECT pg_sleep(CASE WHEN EXISTS (SELECT FROM gate) THEN 0 ELSE 600 END)"])
            + CompiledMigrations.Sql(3, "Three", ["CREATE TABLE three (id int)"]));
        await database.ExecuteAsync("CREATE TABLE gate (open bool)");
        var up = engine.Up(progress: log);
        await database.UntilRunningAsync("%pg_sleep%");

        await database.ExecuteAsync("INSERT INTO gate VALUES (true)");
        await TerminateAsync(database);
        var outcome = await up;

        Assert.Equal((OutcomeKind.Applied, 3L), (outcome.Kind, outcome.To));
        Assert.Equal([1, 2, 3], await database.VersionsAsync());
        Assert.Equal(["1 One up done", "2 Two up done", "3 Three up done"], await database.JournalAsync());
        Assert.Single(log.Of<MigrationProgress.ConnectionLost>());
        Assert.Single(log.Of<MigrationProgress.Connected>());
    }

    [Fact]
    public async Task Up_BackendTerminatedTwiceInOneStep_IsUnreachableAndNothingIsRecorded()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One + CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)", "SELECT pg_sleep(600)"])
            + CompiledMigrations.Sql(3, "Three", ["CREATE TABLE three (id int)"]));

        var outcome = await TerminateInSleepTwiceAsync(database, engine);

        Assert.Equal((OutcomeKind.Unreachable, 1L), (outcome.Kind, outcome.To));
        Assert.Equal((StepFailureKind.ConnectionLost, "57P01"), (outcome.Failed!.Failure!.Kind, outcome.Failed.Failure.SqlState));
        Assert.Equal([StepState.Applied, StepState.Failed, StepState.NotAttempted], outcome.Steps.Select(step => step.State));
        Assert.False(await database.ExistsAsync("two"));
        Assert.Equal(["1 One up done"], await database.JournalAsync());
        Assert.Equal([1], await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_BackendTerminatedTwiceOutsideATransaction_LeavesTheBegunEntryAndResumes()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var source = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)", "SELECT pg_sleep(600)"],
            attribute: "TransactionBehavior.None");
        var engine = database.Engine(source);

        var outcome = await TerminateInSleepTwiceAsync(database, engine);

        Assert.Equal((OutcomeKind.Unreachable, StepState.Partial, 2),
            (outcome.Kind, outcome.Failed!.State, outcome.Failed.Failure!.ResumesAt));
        Assert.Equal(["1 One up begun", "1 One up begun"], await database.JournalAsync());
        Assert.Equal(SchemaVerdict.Dirty, (await engine.Status()).Comparison.Verdict);
        Assert.Equal(OutcomeKind.Applied,
            (await database.Engine(source.Replace("pg_sleep(600)", "1", StringComparison.Ordinal)).Up()).Kind);
        Assert.Equal([1], await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_AnotherRunChangedTheSchemaMeanwhile_StopsAndSaysSo()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One + CompiledMigrations.Sql(2, "Two", ["SELECT pg_sleep(600)"]));
        var up = engine.Up();
        await database.UntilRunningAsync("%pg_sleep(600)%");

        await database.ExecuteAsync("""INSERT INTO public."VersionInfo" ("Version") VALUES (99)""");
        await TerminateAsync(database);
        var outcome = await up;

        Assert.Equal(OutcomeKind.Unreachable, outcome.Kind);
        Assert.Contains("99 is applied now", outcome.Message, StringComparison.Ordinal);
        Assert.Equal([1, 99], await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_BackendTerminatedWhileADelegateIsIdle_RunsNothingOnANewConnection()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = database.ConnectionString;

        var outcome = await database.Engine($$"""
            [Migration(1)] public class One : Migration
            {
                public override void Up()
                {
                    Execute.Sql("CREATE TABLE one (id int)");
                    Execute.WithConnection((connection, _) =>
                    {
                        using var other = (System.Data.Common.DbConnection)Activator.CreateInstance(connection.GetType(), "{{connection}}");
                        other.Open();
                        using var kill = other.CreateCommand();
                        kill.CommandText = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'migrator %'";
                        kill.ExecuteNonQuery();
                    });
                    Execute.Sql("CREATE TABLE after (id int)");
                }
                public override void Down() { }
            }
            """).Up();

        Assert.Equal(OutcomeKind.Unreachable, outcome.Kind);
        Assert.False(await database.ExistsAsync("one"));
        Assert.False(await database.ExistsAsync("after"));
        Assert.Empty(await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_ConnectionClosedByAMigrationsOwnCode_IsNotReopened()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine("""
            [Migration(1, TransactionBehavior.None)] public class One : Migration
            {
                public override void Up()
                {
                    Execute.WithConnection((connection, _) => { connection.Close(); connection.Open(); });
                    Execute.Sql("CREATE TABLE after (id int)");
                }
                public override void Down() { }
            }
            """).Up();

        Assert.Equal(OutcomeKind.Partial, outcome.Kind);
        Assert.False(await database.ExistsAsync("after"));
        Assert.Empty(await database.VersionsAsync());
    }

    private static async Task<MigrationOutcome> TerminateInSleepTwiceAsync(TestDatabase database, MigrationEngine engine)
    {
        var up = engine.Up();
        for (var i = 0; i < 2; i++)
        {
            await database.UntilRunningAsync("%pg_sleep(600)%");
            await TerminateAsync(database);
        }

        return await up;
    }

    // And waits until it is gone.
    private static Task TerminateAsync(TestDatabase database) => database.ExecuteAsync(
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = current_database() AND application_name "
        + "LIKE 'migrator %'");
}
