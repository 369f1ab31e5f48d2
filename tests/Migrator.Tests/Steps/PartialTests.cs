using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Steps;

/// <summary>Migrations outside a transaction that stop midway, and how a person settles them.</summary>
public sealed class PartialTests(TestServer server)
{
    private const string None = "TransactionBehavior.None";

    private static readonly string Halfway = CompiledMigrations.Sql(1, "Halfway", ["CREATE TABLE half (id int)", "SELECT 1/0"],
        ["DROP TABLE half"], None);
    private static readonly string Next = CompiledMigrations.Sql(2, "Next", ["CREATE TABLE next (id int)"], ["DROP TABLE next"]);

    [Fact]
    public async Task Up_FailingAtTheSecondStatement_IsPartialAndDirty()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Halfway + Next);

        var outcome = await engine.Up();

        Assert.Equal((OutcomeKind.Partial, null), (outcome.Kind, outcome.To));
        Assert.Equal([StepState.Partial, StepState.NotAttempted], outcome.Steps.Select(step => step.State));
        Assert.Equal((2, "22012", true),
            (outcome.Failed!.Failure!.Statement, outcome.Failed.Failure.SqlState, outcome.Failed.Failure.LeavesTraces));
        Assert.True(await database.ExistsAsync("half"));
        Assert.Empty(await database.VersionsAsync());
        Assert.Equal(["1 Halfway up partial 22012"], await database.JournalAsync());
        var status = await engine.Status();
        Assert.Equal(SchemaVerdict.Dirty, status.Comparison.Verdict);
        Assert.Equal((1L, "Halfway", "up", 2),
            (status.History.Dirty[0].Version, status.History.Dirty[0].Name, status.History.Dirty[0].Direction,
                status.History.Dirty[0].Statement));
    }

    [Fact]
    public async Task Down_OnADatabaseDirtyFromUp_IsRefused()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Halfway + Next);
        await engine.Up();

        var down = await engine.Down("zero");

        Assert.Equal((OutcomeKind.Refused, RefusalReason.Dirty), (down.Kind, down.Refusal!.Reason));
        Assert.True(await database.ExistsAsync("half"));
    }

    [Fact]
    public async Task Resolve_Applied_RecordsItAndUpGoesOn()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Halfway + Next);
        await engine.Up();

        var resolved = await engine.Resolve(1, applied: true);
        var up = await engine.Up();

        Assert.Equal((OutcomeKind.Applied, null, 1L, 1), (resolved.Kind, resolved.From, resolved.To, resolved.AppliedCount));
        Assert.Equal([2], up.Steps.Select(step => step.Migration.Version));
        Assert.Equal([1, 2], await database.VersionsAsync());
        Assert.Equal(["1 Halfway up partial 22012", "1 Halfway up done", "2 Next up done"], await database.JournalAsync());
        Assert.Equal("Halfway",
            await database.ScalarAsync<string>(
                """SELECT "Description" FROM "VersionInfo" WHERE "Version" = 1 AND "AppliedOn" IS NOT NULL"""));
    }

    [Fact]
    public async Task Resolve_RolledBack_LeavesItPending()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(Halfway + Next).Up();
        await database.ExecuteAsync("DROP TABLE half");
        var mended = database.Engine(CompiledMigrations.Sql(1, "Halfway", ["CREATE TABLE half (id int)"],
            attribute: None) + Next);

        var resolved = await mended.Resolve(1, applied: false);
        Assert.Equal((OutcomeKind.Applied, null), (resolved.Kind, resolved.To));
        Assert.Equal(SchemaVerdict.Behind, (await mended.Status()).Comparison.Verdict);

        Assert.Equal(OutcomeKind.Applied, (await mended.Up()).Kind);
        Assert.Equal(["1 Halfway up partial 22012", "1 Halfway down resolved", "1 Halfway up done", "2 Next up done"],
            await database.JournalAsync());
    }

    [Fact]
    public async Task Resolve_NothingUnfinished_IsRefused()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Next);

        Assert.Equal(RefusalReason.NotDirty, (await engine.Resolve(2, applied: true)).Refusal!.Reason);
        await engine.Up();
        Assert.Equal(RefusalReason.NotDirty, (await engine.Resolve(2, applied: true)).Refusal!.Reason);
    }

    [Fact]
    public async Task Resolve_AnotherVersion_NamesTheUnfinishedOne()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Halfway + Next);
        await engine.Up();

        var refusal = (await engine.Resolve(2, applied: true)).Refusal!;

        Assert.Equal(RefusalReason.NotDirty, refusal.Reason);
        Assert.Contains("1 Halfway", refusal.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_ConcurrentIndexFails_LeavesNoInvalidIndex()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1)");

        var outcome = await database.Engine(
            CompiledMigrations.Sql(1, "UniqueId", ["CREATE UNIQUE INDEX CONCURRENTLY ux ON t (id)"], attribute: None)).Up();

        Assert.Equal((OutcomeKind.Failed, "23505", 1),
            (outcome.Kind, outcome.Failed!.Failure!.SqlState, outcome.Failed.Failure.Statement));
        Assert.False(await database.ExistsAsync("ux"));
        Assert.Equal(["1 UniqueId up failed 23505"], await database.JournalAsync());
    }

    [Fact]
    public async Task Up_DelegateOutsideATransactionFails_IsPartial()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine("""
            [Migration(1, TransactionBehavior.None)] public class Backfill : Migration
            {
                public override void Up() => Execute.WithConnection((connection, transaction) =>
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = "CREATE TABLE half (id int)";
                    command.ExecuteNonQuery();
                    throw new InvalidOperationException("stopped");
                });
                public override void Down() { }
            }
            """).Up();

        Assert.Equal((OutcomeKind.Partial, "InvalidOperationException: stopped"), (outcome.Kind, outcome.Failed!.Failure!.Message));
        Assert.True(await database.ExistsAsync("half"));
    }

    [Fact]
    public async Task Down_StopsMidway_IsDirtyAndCanBeResolvedBothWays()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(CompiledMigrations.Sql(1, "One", ["SELECT 1"],
            ["CREATE TABLE undone (id int)", "SELECT 1/0"], None));
        await engine.Up();

        var down = await engine.Down("zero");

        Assert.Equal((OutcomeKind.Partial, 1L), (down.Kind, down.To));
        Assert.Equal("down", (await engine.Status()).History.Dirty[0].Direction);
        Assert.Equal([1], await database.VersionsAsync());

        Assert.Equal(1, (await engine.Resolve(1, applied: true)).To);
        Assert.Equal(SchemaVerdict.UpToDate, (await engine.Status()).Comparison.Verdict);

        await database.ExecuteAsync("DROP TABLE undone");
        await engine.Down("zero");
        Assert.Null((await engine.Resolve(1, applied: false)).To);
        Assert.Empty(await database.VersionsAsync());
        Assert.Equal(SchemaVerdict.Behind, (await engine.Status()).Comparison.Verdict);
    }

    [Fact]
    public async Task Status_WhileANonTransactionalMigrationRuns_IsDirtyAndNamesTheRunner()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(CompiledMigrations.Sql(1, "Slow", ["SELECT pg_sleep(600)"], attribute: None));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var up = engine.UpAsync(Target.Latest, cancellationToken: stop.Token);
        await database.UntilRunningAsync("%pg_sleep(600)%");

        var status = await database.Engine(Next).Status();
        await stop.CancelAsync();
        await up;

        Assert.Equal(["Slow"], status.History.Dirty.Select(dirty => dirty.Name));
        Assert.Null(status.History.Dirty[0].Statement);
        Assert.StartsWith("migrator ", status.Running!.ApplicationName, StringComparison.Ordinal);
    }
}
