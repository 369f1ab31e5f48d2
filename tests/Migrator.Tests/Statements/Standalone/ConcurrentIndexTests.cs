using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Statements.Standalone;

/// <summary>An interrupted concurrent build leaves an INVALID index: ours is rebuilt, a foreign one told, none taken for
/// success.</summary>
public sealed class ConcurrentIndexTests(TestServer server)
{
    private const string None = "TransactionBehavior.None";

    [Theory]
    [InlineData("CREATE INDEX CONCURRENTLY ix ON t (id)")]
    [InlineData("CREATE INDEX CONCURRENTLY IF NOT EXISTS \"ix\" ON public.\"t\" (id)")]
    public async Task Up_KilledInTheBuild_IsRebuiltByTheNextRun(string sql)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        await using var holder = await database.OpenAsync();
        await holder.ExecuteAsync("BEGIN; UPDATE t SET id = 2");
        var engine = database.Engine(CompiledMigrations.Sql(1, "Index", [sql], attribute: None));
        // Twice: the first loss is made good by the run itself, which then waits for the same transaction.
        var up = engine.Up();
        for (var i = 0; i < 2; i++)
        {
            await database.UntilRunningAsync("% INDEX CONCURRENTLY%");
            await TerminateAsync(database);
        }

        var lost = await up;
        var invalid = await IsValidAsync(database);
        await holder.ExecuteAsync("ROLLBACK");
        var again = await engine.Up();

        Assert.Equal((OutcomeKind.Unreachable, 1), (lost.Kind, lost.Failed!.Failure!.ResumesAt));
        Assert.Equal([false], invalid);
        Assert.Equal(OutcomeKind.Applied, again.Kind);
        Assert.Equal([true], await IsValidAsync(database));
    }

    [Fact]
    public async Task Up_BuiltButNotRecorded_IsRecordedOnly()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE t (id int)");
        var engine = database.Engine(CompiledMigrations.Sql(1, "Index", ["CREATE INDEX CONCURRENTLY ix ON t (id)"],
            attribute: None));
        await engine.Up();
        await database.ExecuteAsync(
            """UPDATE "VersionInfoJournal" SET state = 'begun', statements_done = 0, begun_hash = done_hash, done_hash = NULL; DELETE FROM "VersionInfo" """);
        var before = await database.ScalarAsync<uint>("SELECT 'ix'::regclass::oid");

        var outcome = await engine.Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal(before, await database.ScalarAsync<uint>("SELECT 'ix'::regclass::oid"));
        Assert.Equal([1], await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_ForeignInvalidIndex_IsToldAndLeftAlone()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE t (id int); CREATE INDEX ix ON t (id); UPDATE pg_index SET indisvalid = false "
            + "WHERE indexrelid = 'ix'::regclass");
        var before = await database.ScalarAsync<uint>("SELECT 'ix'::regclass::oid");

        var outcome = await database.Engine(
            CompiledMigrations.Sql(1, "Index", ["CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON t (id)"], attribute: None)).Up();

        Assert.Equal((OutcomeKind.Failed, StepState.Failed), (outcome.Kind, outcome.Failed!.State));
        Assert.Contains("INVALID index \"ix\"", outcome.Failed.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(before, await database.ScalarAsync<uint>("SELECT 'ix'::regclass::oid"));
        Assert.Empty(await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_NameTakenOnAnotherTable_IsNotTakenForSuccess()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE t (id int); CREATE TABLE other (id int); CREATE INDEX ix ON other (id)");

        var outcome = await database.Engine(
            CompiledMigrations.Sql(1, "Index", ["CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON t (id)"], attribute: None)).Up();

        Assert.Contains("no valid index \"ix\"", outcome.Failed!.Failure!.Message, StringComparison.Ordinal);
        Assert.Empty(await database.VersionsAsync());
    }

    [Fact]
    public async Task Cancel_InTheBuild_RemovesTheInvalidIndex()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        // A slow function makes the build itself last, so that nothing is in the way of removing its rest.
        await database.ExecuteAsync("CREATE FUNCTION slow(id int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN PERFORM "
            + "pg_sleep(600); RETURN id; END'");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var up = database.Engine(CompiledMigrations.Sql(1, "Index", ["CREATE INDEX CONCURRENTLY ix ON t (slow(id))"],
            attribute: None))
            .UpAsync(Target.Latest, cancellationToken: stop.Token);
        await database.UntilAsync("SELECT EXISTS (SELECT FROM pg_stat_progress_create_index WHERE datname = current_database() "
            + "AND relid = 't'::regclass AND phase LIKE 'building%')",
            TestContext.Current.CancellationToken);

        await stop.CancelAsync();
        var outcome = await up;

        Assert.Equal((OutcomeKind.Cancelled, StepState.Failed), (outcome.Kind, outcome.Failed!.State));
        Assert.False(await database.ExistsAsync("ix"));
        Assert.Equal(["1 Index up failed"], await database.JournalAsync());
    }

    [Fact]
    public async Task Up_BlockedLongerThanTheBudget_IsLockTimeoutAndNamesTheBlocker()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE t (id int)");
        await using var holder = await database.OpenAsync("nightly report");
        await holder.ExecuteAsync("BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE");

        var outcome = await database.Engine(
            CompiledMigrations.Sql(1, "Index", ["CREATE INDEX CONCURRENTLY ix ON t (id)"], attribute: None),
            options => options with { LockRetry = TimeSpan.FromSeconds(4) }).Up();

        Assert.Equal((OutcomeKind.LockTimeout, StepFailureKind.LockTimeout), (outcome.Kind, outcome.Failed!.Failure!.Kind));
        Assert.Equal(("nightly report", holder.ProcessID),
            (outcome.Failed.Failure.Blockage!.Blockers[0].ApplicationName, outcome.Failed.Failure.Blockage.Blockers[0].Pid));
    }

    private static Task<List<bool>> IsValidAsync(TestDatabase database) =>
        database.ColumnAsync<bool>("SELECT indisvalid FROM pg_index WHERE indrelid = 't'::regclass");

    private static Task TerminateAsync(TestDatabase database) => database.ExecuteAsync(
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = current_database() AND application_name "
        + "LIKE 'migrator %'");
}
