using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Statements.Retrying;

/// <summary>Somebody uses the table: the step gives way, names who is in the way, and is tried again within the budget.</summary>
public sealed class GivingWayTests(TestServer server)
{
    private static readonly string Table = CompiledMigrations.Sql(1, "Table",
        ["CREATE TABLE t (id int PRIMARY KEY, n int)", "INSERT INTO t VALUES (1, 0), (2, 0)"]);
    private static readonly string Alter = CompiledMigrations.Sql(2, "Alter",
        ["CREATE TABLE beside (id int)", "ALTER TABLE t ADD note text"]);

    [Theory]
    [InlineData("")]
    [InlineData("TransactionBehavior.None")]
    public async Task Up_TableInUseForAWhile_IsAppliedOnceItIsFree(string attribute)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(Table).Up();
        await using var holder = await database.OpenAsync("nightly report");
        await holder.ExecuteAsync("BEGIN; SELECT FROM t");
        var freeing = new OnProgress<MigrationProgress.GaveWay>(() => holder.ExecuteAsync("COMMIT"));

        var outcome = await database.Engine(
            Table + CompiledMigrations.Sql(2, "Alter", ["CREATE TABLE beside (id int)", "ALTER TABLE t ADD note text"],
                attribute: attribute), Patient).Up(progress: freeing);

        Assert.Equal((OutcomeKind.Applied, 2L), (outcome.Kind, outcome.To));
        var gave = Assert.Single(freeing.Seen);
        Assert.Equal(("55P03", 2), (gave.SqlState, gave.Attempt));
        Assert.Equal(("t", "ACCESS EXCLUSIVE"), (gave.Blockage!.Relation, gave.Blockage.Mode));
        Assert.Equal(("nightly report", holder.ProcessID, "ACCESS SHARE", "idle in transaction"),
            (gave.Blockage.Blockers[0].ApplicationName, gave.Blockage.Blockers[0].Pid, gave.Blockage.Blockers[0].Mode,
                gave.Blockage.Blockers[0].State));
        Assert.Equal(["1 Table up done", "2 Alter up done"], await database.JournalAsync());
        Assert.Equal(attribute.Length == 0 ? 2 : 1, outcome.Steps[0].Attempts);
    }

    [Fact]
    public async Task Up_BudgetSpent_IsLockTimeoutWithTheBlocker()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(Table).Up();
        await using var holder = await database.OpenAsync("nightly report");
        await holder.ExecuteAsync("BEGIN; SELECT FROM t");

        var outcome = await database.Engine(Table + Alter,
            options => Patient(options) with { LockRetry = TimeSpan.FromSeconds(3) }).Up();

        Assert.Equal((OutcomeKind.LockTimeout, 1L), (outcome.Kind, outcome.To));
        Assert.True(outcome.Failed!.Attempts > 1);
        Assert.Equal("nightly report", outcome.Failed.Failure!.Blockage!.Blockers[0].ApplicationName);
        Assert.False(await database.ExistsAsync("beside"));
    }

    [Fact]
    public async Task Up_Deadlock_IsRetriedAsAWhole()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(Table).Up();
        await database.ExecuteAsync("CREATE TABLE gate (id int)");
        await using var other = await database.OpenAsync();
        await other.ExecuteAsync("BEGIN; SET LOCAL deadlock_timeout = '1h'; UPDATE t SET n = n + 1 WHERE id = 2");
        var log = new ProgressLog();
        // Row 1 here, row 2 there; then the other way round. Only our session looks for deadlocks (after a second), so that it is
        // the victim.
        var up = database.Engine(
            Table + CompiledMigrations.Sql(2, "Crossed",
                ["UPDATE t SET n = n + 10 WHERE id = 1", "UPDATE t SET n = n + 10 WHERE id = 2"]), Patient).Up(progress: log);
        await database.UntilAsync("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND database IS NULL AND locktype = "
            + "'transactionid')",
            TestContext.Current.CancellationToken);
        await other.ExecuteAsync("UPDATE t SET n = n + 1 WHERE id = 1; COMMIT");

        var outcome = await up;

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal(["40P01"], log.Of<MigrationProgress.GaveWay>().Select(gave => gave.SqlState));
        Assert.Equal([11, 11], await database.ColumnAsync<int>("SELECT n FROM t ORDER BY id"));
    }

    [Fact]
    public async Task Cancel_InTheRetryPause_EndsAtOnceWithNothingLeft()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(Table).Up();
        await using var holder = await database.OpenAsync();
        await holder.ExecuteAsync("BEGIN; SELECT FROM t");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var cancelling = new OnProgress<MigrationProgress.GaveWay>(stop.CancelAsync);

        var outcome = await database.Engine(Table + Alter, Patient)
            .UpAsync(Target.Latest, progress: cancelling, cancellationToken: stop.Token);

        Assert.Equal((OutcomeKind.Cancelled, 1L), (outcome.Kind, outcome.To));
        Assert.Single(cancelling.Seen);
        Assert.False(await database.ExistsAsync("beside"));
        Assert.False(await database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND "
            + "database = (SELECT oid FROM pg_database WHERE datname = current_database()))"));
    }

    [Fact]
    public async Task Up_OnlyRowsAreChanged_WaitsLongerForThem()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(Table).Up();

        var outcome = await database.Engine(Table
            + CompiledMigrations.Sql(2, "Rows",
                ["INSERT INTO t SELECT 3, 0", "UPDATE t SET n = extract(epoch FROM current_setting('lock_timeout')::interval)"])
            + CompiledMigrations.Sql(3, "Both",
                ["CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS strong",
                    "INSERT INTO seen SELECT current_setting('lock_timeout')"])).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal([10], await database.ColumnAsync<int>("SELECT DISTINCT n FROM t"));
        // A table's lock was taken: from there on nobody is to wait long, whatever the statement.
        Assert.Equal(["1s", "1s"], await database.ColumnAsync<string>("SELECT strong FROM seen"));
    }

    [Theory]
    [InlineData("SELECT 1/0", "22012")]
    [InlineData("INSERT INTO t VALUES (1, 1)", "23505")]
    public async Task Up_AnyOtherError_IsNotRetried(string sql, string sqlState)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var log = new ProgressLog();

        var outcome = await database.Engine(Table + CompiledMigrations.Sql(2, "Bad", [sql]), Patient).Up(progress: log);

        Assert.Equal((OutcomeKind.Failed, sqlState, 1),
            (outcome.Kind, outcome.Failed!.Failure!.SqlState, outcome.Failed.Attempts));
        Assert.Empty(log.Of<MigrationProgress.GaveWay>());
    }

    private static DatabaseOptions Patient(DatabaseOptions options) =>
        options with { LockRetry = TimeSpan.FromMinutes(1), LockTimeout = TimeSpan.FromSeconds(1) };
}
