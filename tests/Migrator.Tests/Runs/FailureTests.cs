using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Runs;

/// <summary>Failures that leave nothing of the failed step.</summary>
public sealed class FailureTests(TestServer server)
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"]);
    private static readonly string Three = CompiledMigrations.Sql(3, "Three", ["CREATE TABLE three (id int)"]);

    [Fact]
    public async Task Up_SqlErrorInTheMiddle_RollsBackThatStepAndKeepsTheEarlierOnes()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var failing = CompiledMigrations.Sql(2, "Two",
            ["CREATE TABLE two (id int)", "SELECT missing FROM two", "CREATE TABLE never (id int)"]);

        var outcome = await database.Engine(One + failing + Three).Up();

        Assert.Equal((OutcomeKind.Failed, null, 1L, 1), (outcome.Kind, outcome.From, outcome.To, outcome.AppliedCount));
        Assert.Equal([StepState.Applied, StepState.Failed, StepState.NotAttempted], outcome.Steps.Select(step => step.State));
        Assert.Equal([1, 2, 3], outcome.Steps.Select(step => step.Migration.Version));
        var failure = outcome.Failed!.Failure!;
        Assert.Equal((StepFailureKind.Error, "42703", 2, 3, false),
            (failure.Kind, failure.SqlState, failure.Statement, failure.Statements, failure.LeavesTraces));
        Assert.Equal("column \"missing\" does not exist", failure.Message);
        Assert.Equal(8, failure.Position);
        Assert.Equal("SELECT missing FROM two", failure.Sql);
        Assert.False(await database.ExistsAsync("two"));
        Assert.Equal([1], await database.VersionsAsync());
        Assert.Equal(["1 One up done", "2 Two up failed 42703"], await database.JournalAsync());
    }

    [Fact]
    public async Task Up_AfterTheFailureIsMended_GoesOnWhereItStopped()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One + CompiledMigrations.Sql(2, "Two", ["SELECT 1/0"]) + Three).Up();

        var outcome = await database.Engine(One + CompiledMigrations.Sql(2, "Two", ["SELECT 1"]) + Three).Up();

        Assert.Equal((OutcomeKind.Applied, 1L, 3L), (outcome.Kind, outcome.From, outcome.To));
        Assert.Equal(["1 One up done", "2 Two up failed 22012", "2 Two up done", "3 Three up done"],
            await database.JournalAsync());
    }

    [Fact]
    public async Task Up_ServersHint_IsPassedOn()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One", ["DO $$ BEGIN RAISE EXCEPTION 'no way' USING HINT "
            + "= 'try another'; END $$"])).Up();

        Assert.Equal(("no way", "try another", "P0001"),
            (outcome.Failed!.Failure!.Message, outcome.Failed.Failure.Hint, outcome.Failed.Failure.SqlState));
    }

    [Fact]
    public async Task Up_FailureOnARowsValue_DoesNotShowTheValue()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE person (note text, email text UNIQUE); INSERT INTO person VALUES "
            + "('9999999999', 'ada@example.com')");

        foreach (var sql in (string[])["ALTER TABLE person ALTER note TYPE int USING note::int",
            "INSERT INTO person SELECT * FROM person"])
        {
            var failure = (await database.Engine(CompiledMigrations.Sql(1, "One", [sql])).Up()).Failed!.Failure!;

            Assert.DoesNotContain("9999999999", failure.Message + failure.Hint, StringComparison.Ordinal);
            Assert.DoesNotContain("ada@example.com", failure.Message + failure.Hint, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Up_NonTransactionalFailingAtACleanFirstStatement_IsFailedAndNotDirty()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(CompiledMigrations.Sql(1, "One", ["CREATE TABLE t (id nonsense)", "SELECT 1"],
            attribute: "TransactionBehavior.None"));

        var outcome = await engine.Up();

        Assert.Equal((OutcomeKind.Failed, StepState.Failed), (outcome.Kind, outcome.Failed!.State));
        Assert.Empty((await engine.Status()).History.Dirty);
        Assert.Equal(["1 One up failed 42704"], await database.JournalAsync());
    }

    [Fact]
    public async Task Up_ExceptionInUp_FailsWithItsMessageAndNoStatement()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(One + """
            [Migration(2)] public class Two : Migration
            {
                public override void Up() { Create.Table("two").WithColumn("id").AsInt32(); throw new InvalidOperationException("no region is configured"); }
                public override void Down() { }
            }
            """).Up();

        var failure = outcome.Failed!.Failure!;
        Assert.Equal((OutcomeKind.Failed, 1L), (outcome.Kind, outcome.To));
        Assert.Equal(("InvalidOperationException: no region is configured", null, null),
            (failure.Message, failure.Statement, failure.SqlState));
        Assert.False(await database.ExistsAsync("two"));
        Assert.Equal(["1 One up done", "2 Two up failed"], await database.JournalAsync());
    }

    [Fact]
    public async Task Up_InvalidExpression_FailsBeforeAnyStatementRuns()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine("""
            [Migration(1)] public class One : Migration
            {
                public override void Up() { Create.Table("one").WithColumn("id").AsInt32(); Create.Table(""); }
                public override void Down() { }
            }
            """).Up();

        Assert.Equal((OutcomeKind.Refused, RefusalReason.Invalid), (outcome.Kind, outcome.Refusal!.Reason));
        Assert.Contains("table", outcome.Refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.False(await database.ExistsAsync("one"));
    }

    [Fact]
    public async Task Up_ExceptionInADelegate_RollsBackWhatItDid()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine("""
            [Migration(1)] public class One : Migration
            {
                public override void Up() => Execute.WithConnection((connection, transaction) =>
                {
                    using var command = connection.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = "CREATE TABLE one (id int)";
                    command.ExecuteNonQuery();
                    throw new FormatException("row 7 is odd");
                });
                public override void Down() { }
            }
            """).Up();

        var failure = outcome.Failed!.Failure!;
        Assert.Equal((OutcomeKind.Failed, "FormatException: row 7 is odd", 1, null),
            (outcome.Kind, failure.Message, failure.Statement, failure.Sql));
        Assert.False(await database.ExistsAsync("one"));
    }

    [Fact]
    public async Task Up_MigrationsOwnCodeTimesOut_IsFailedNotCancelled()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine("""
            [Migration(1)] public class One : Migration
            {
                public override void Up() => Execute.WithConnection((_, _) => throw new System.Threading.Tasks.TaskCanceledException("no answer in 100 s"));
                public override void Down() { }
            }
            """).Up();

        Assert.Equal((OutcomeKind.Failed, StepFailureKind.Error), (outcome.Kind, outcome.Failed!.Failure!.Kind));
    }

    [Fact]
    public async Task Up_StatementTimeout_IsFailedNotCancelled()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One + CompiledMigrations.Sql(2, "Slow", ["SELECT pg_sleep(600)"]),
            options => options with { StatementTimeout = TimeSpan.FromSeconds(1) });

        var outcome = await engine.Up();

        Assert.Equal((OutcomeKind.Failed, 1L), (outcome.Kind, outcome.To));
        Assert.Equal((StepFailureKind.Error, "57014"), (outcome.Failed!.Failure!.Kind, outcome.Failed.Failure.SqlState));
    }

    [Theory]
    [InlineData("")]
    [InlineData("TransactionBehavior.None")]
    public async Task Up_TableLockNotHadInTime_IsLockTimeout(string attribute)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE busy (id int)");
        await using var holder = await database.OpenAsync();
        await holder.ExecuteAsync("BEGIN; LOCK TABLE busy");
        var engine = database.Engine(CompiledMigrations.Sql(1, "One", ["ALTER TABLE busy ADD c int"], attribute: attribute),
            options => options with { LockTimeout = TimeSpan.FromMilliseconds(50) });

        var outcome = await engine.Up();

        Assert.Equal((OutcomeKind.LockTimeout, StepState.Failed), (outcome.Kind, outcome.Failed!.State));
        Assert.Equal((StepFailureKind.LockTimeout, "55P03", 1),
            (outcome.Failed.Failure!.Kind, outcome.Failed.Failure.SqlState, outcome.Failed.Failure.Statement));
        Assert.Null(outcome.Holder);
        await holder.ExecuteAsync("ROLLBACK");
        Assert.Equal(OutcomeKind.Applied, (await engine.Up()).Kind);
    }

    [Fact]
    public async Task Up_FailingMaintenance_IsReportedByNameAndStopsTheRun()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(One + Three + """
            [Maintenance(MigrationStage.AfterEach)] public class Guard : ForwardOnlyMigration
            {
                public override void Up() => Execute.Sql("SELECT 1/0");
            }
            """).Up();

        Assert.Equal((OutcomeKind.Failed, 1L, "maintenance Guard"), (outcome.Kind, outcome.To, outcome.Failed!.Migration.Name));
        Assert.Equal([StepState.Applied, StepState.NotAttempted], outcome.Steps.Select(step => step.State));
        Assert.Equal(["1 One up done"], await database.JournalAsync());
    }

    [Theory]
    [InlineData("CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'; "
        + "CREATE EVENT TRIGGER no ON ddl_command_start EXECUTE FUNCTION no()", "P0001")]
    public async Task Up_ServerRefusesOutsideOfAnyStep_IsFailedAndSaysWhy(string given, string state)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync(given);

        var outcome = await database.Engine(One).Up();

        Assert.Equal((OutcomeKind.Failed, null), (outcome.Kind, outcome.Failed));
        Assert.Contains(state, outcome.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("one"));
    }

    [Fact]
    public async Task Up_VersionTableIsLocked_IsLockTimeout()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One).Up();
        await using var holder = await database.OpenAsync();
        await holder.ExecuteAsync("BEGIN; LOCK TABLE \"VersionInfo\"");

        var outcome = await database.Engine(One + Three,
            options => options with { LockTimeout = TimeSpan.FromMilliseconds(50) }).Up();

        Assert.Equal((OutcomeKind.LockTimeout, null), (outcome.Kind, outcome.Holder));
        Assert.Contains("version table", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_ServerDoesNotAnswer_IsUnreachableAndSaysWhere()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = database.Connect();
        connection.Port = 1;
        var log = new ProgressLog();

        var outcome = await database.Engine(One, options => options with
        {
            Connection = DatabaseOptions.Fixed(connection.ConnectionString),
            ConnectWait = TimeSpan.FromMilliseconds(300),
        }).Up(progress: log);

        Assert.Equal(OutcomeKind.Unreachable, outcome.Kind);
        Assert.Contains($"{connection.Host}:1", outcome.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(connection.Password!, outcome.Message, StringComparison.Ordinal);
        Assert.NotEmpty(log.Of<MigrationProgress.WaitingForServer>());
    }

    [Theory]
    [InlineData("Password=wr0ng-secret")]
    [InlineData("Username=nobody_here")]
    [InlineData("Database=not_there")]
    public async Task Up_ServerRefusesTheLogin_IsAWrongSettingAtOnce(string wrong)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One, options => options with
        {
            Connection = DatabaseOptions.Fixed(database.ConnectionString + ";" + wrong),
            ConnectWait = TimeSpan.FromMinutes(10),
        });

        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => engine.Up());

        Assert.DoesNotContain("wr0ng-secret", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(database.Connect().Password!, exception.ToString(), StringComparison.Ordinal);
    }
}
