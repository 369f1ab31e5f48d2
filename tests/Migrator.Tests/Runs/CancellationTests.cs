using System.Net;
using System.Net.Sockets;
using Migrator.Database.Locking;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Runs;

public sealed class CancellationTests(TestServer server)
{
    private const string Advisory = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM "
        + "pg_database WHERE datname = current_database())";

    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"]);
    private static readonly string Three = CompiledMigrations.Sql(3, "Three", ["CREATE TABLE three (id int)"]);

    [Fact]
    public async Task Cancel_InARunningStatement_StopsItAndRollsBack()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await CancelInSleepAsync(database,
            One + CompiledMigrations.Sql(2, "Slow", ["CREATE TABLE slow (id int)", "SELECT pg_sleep(600)"]) + Three);

        Assert.Equal((OutcomeKind.Cancelled, 1L), (outcome.Kind, outcome.To));
        Assert.Equal(StepFailureKind.Cancelled, outcome.Failed!.Failure!.Kind);
        Assert.Equal([StepState.Applied, StepState.Failed, StepState.NotAttempted], outcome.Steps.Select(step => step.State));
        Assert.False(await database.ExistsAsync("slow"));
        Assert.Equal([1], await database.VersionsAsync());
        Assert.Equal(0, await database.ScalarAsync<long>(Advisory));
    }

    // The driver itself waits for the whole connect timeout, whatever the token says.
    [Fact]
    public async Task Cancel_WhileAServerAcceptsAndSaysNothing_LeavesItBehind()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var engine = new MigrationEngine(CompiledMigrations.Load(One), new DatabaseOptions
        {
            Connection = DatabaseOptions.Fixed(
                $"Host=127.0.0.1;Port={port};Database=shop;Username=app;Password=none;Timeout=900"),
        });
        using var cancel = new CancellationTokenSource();

        var run = engine.UpAsync(Given.Target("latest"), new UpOptions(), null, cancel.Token);
        using var accepted = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await cancel.CancelAsync();
        var outcome = await run.WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);

        Assert.Equal(OutcomeKind.Cancelled, outcome.Kind);
    }

    [Fact]
    public async Task Cancel_InADelegate_StopsItsStatement()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await CancelInSleepAsync(database, """
            [Migration(1)] public class Slow : Migration
            {
                public override void Up() => Execute.WithConnection((connection, transaction) =>
                {
                    using var command = connection.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandTimeout = 0;
                    command.CommandText = "CREATE TABLE slow (id int); SELECT pg_sleep(600)";
                    command.ExecuteNonQuery();
                });
                public override void Down() { }
            }
            """);

        Assert.Equal(OutcomeKind.Cancelled, outcome.Kind);
        Assert.False(await database.ExistsAsync("slow"));
        Assert.Empty(await database.VersionsAsync());
    }

    [Fact]
    public async Task Cancel_OutsideATransaction_IsCancelledAndWhereSomethingIsLeftTheStepIsPartial()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var clean = await CancelInSleepAsync(database,
            CompiledMigrations.Sql(1, "Clean", ["SELECT pg_sleep(600)"], attribute: "TransactionBehavior.None"));
        var partial = await CancelInSleepAsync(database,
            CompiledMigrations.Sql(1, "Half", ["CREATE TABLE half (id int)", "SELECT pg_sleep(600)"],
                attribute: "TransactionBehavior.None"));

        Assert.Equal((OutcomeKind.Cancelled, StepState.Failed), (clean.Kind, clean.Failed!.State));
        // Another try is all it needs: it goes on at the second statement.
        Assert.Equal((OutcomeKind.Cancelled, StepState.Partial), (partial.Kind, partial.Failed!.State));
        Assert.Equal((StepFailureKind.Cancelled, 2), (partial.Failed.Failure!.Kind, partial.Failed.Failure.ResumesAt));
        Assert.True(await database.ExistsAsync("half"));
    }

    [Fact]
    public async Task Cancel_WhileDown_KeepsTheMigrationApplied()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"],
            ["DROP TABLE one", "SELECT pg_sleep(600)"]));
        await engine.Up();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var down = engine.DownAsync(Target.Zero, EngineRuns.Confirmed, cancellationToken: stop.Token);
        await database.UntilRunningAsync("%pg_sleep(600)%");

        await stop.CancelAsync();
        var outcome = await down;

        Assert.Equal((OutcomeKind.Cancelled, 1L), (outcome.Kind, outcome.To));
        Assert.True(await database.ExistsAsync("one"));
        Assert.Equal([1], await database.VersionsAsync());
    }

    [Fact]
    public async Task Cancel_BetweenTwoSteps_RunsNothingMore()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var afterOne = new CancelOn<MigrationProgress.StepFinished>(stop);

        var outcome = await database.Engine(One + Three)
            .UpAsync(Target.Latest, progress: afterOne, cancellationToken: stop.Token);

        Assert.Equal((OutcomeKind.Cancelled, 1L), (outcome.Kind, outcome.To));
        Assert.False(await database.ExistsAsync("three"));
        Assert.Equal([1], await database.VersionsAsync());
        // The next was never begun, so that nothing says that it failed.
        Assert.Null(outcome.Failed);
        Assert.Equal([StepState.Applied, StepState.NotAttempted], outcome.Steps.Select(step => step.State));
        Assert.Equal(["1 One up done"], await database.JournalAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData(", TransactionBehavior.None")]
    public async Task Cancel_BeforeTheFirstStatement_LeavesNothing(string behavior)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var engine = database.Engine($$"""
            [Migration(1{{behavior}})] public class One : Migration
            {
                public override void Up() { Execute.Sql("CREATE TABLE one (id int)"); Execute.Sql("CREATE TABLE two (id int)"); }
                public override void Down() { }
            }
            """);

        var outcome = await engine.UpAsync(Target.Latest, progress: new CancelOn<MigrationProgress.StepStarted>(stop),
            cancellationToken: stop.Token);

        Assert.Equal((OutcomeKind.Cancelled, null), (outcome.Kind, outcome.To));
        Assert.False(await database.ExistsAsync("one"));
        Assert.Empty((await engine.Status()).History.Dirty);
    }

    [Fact]
    public async Task Cancel_WhileWaitingForTheDeployLock_EndsTheWaiting()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var holder = await database.OpenAsync();
        Assert.True(await new DeployLock(SchemaCheck.VersionTable.Default)
            .TryTakeAsync(holder, TestContext.Current.CancellationToken));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var log = new ProgressLog();
        var up = database.Engine(One).UpAsync(Target.Latest, progress: log, cancellationToken: stop.Token);
        await log.Waiting;

        await stop.CancelAsync();
        var outcome = await up;

        Assert.Equal((OutcomeKind.Cancelled, 0), (outcome.Kind, outcome.Steps.Count));
        Assert.False(await database.ExistsAsync("one"));
    }

    [Fact]
    public async Task Cancel_BeforeTheStart_TouchesNothing()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(One).UpAsync(Target.Latest, cancellationToken: new CancellationToken(canceled: true));

        Assert.Equal(OutcomeKind.Cancelled, outcome.Kind);
        Assert.False(await database.ExistsAsync("\"VersionInfo\""));
    }

    [Fact]
    public async Task Cancel_ThenUpAgain_GoesOnWhereItStopped()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await CancelInSleepAsync(database, One + CompiledMigrations.Sql(2, "Slow", ["SELECT pg_sleep(600)"]));

        var outcome = await database.Engine(One + CompiledMigrations.Sql(2, "Slow", ["SELECT pg_sleep(0)"])).Up();

        Assert.Equal((OutcomeKind.Applied, 1L, 2L), (outcome.Kind, outcome.From, outcome.To));
    }

    private static async Task<MigrationOutcome> CancelInSleepAsync(TestDatabase database, string source)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var up = database.Engine(source).UpAsync(Target.Latest, cancellationToken: stop.Token);
        // Should the run end before it sleeps, its outcome says why.
        await Task.WhenAny(up, database.UntilRunningAsync("%pg_sleep(600)%"));
        await stop.CancelAsync();
        return await up;
    }

    private sealed class CancelOn<T>(CancellationTokenSource stop) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value)
        {
            if (value is T)
                stop.Cancel();
        }
    }
}
