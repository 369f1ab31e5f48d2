using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Runs;

public sealed class DownTests(TestServer server)
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"], ["DROP TABLE one"]);
    private static readonly string Three = CompiledMigrations.Sql(3, "Three", ["CREATE TABLE three (id int)"],
        ["DROP TABLE three"]);

    [Theory]
    [InlineData(
        "[Migration(2)] public class Two : ForwardOnlyMigration { public override void Up() => Execute.Sql(\"SELECT 1\"); }",
        "forward-only")]
    [InlineData("[Migration(2)] public class Two : AutoReversingMigration { public override void Up() => "
        + "Alter.Table(\"one\").AlterColumn(\"id\").AsInt64(); }", "reverse")]
    [InlineData("[Migration(2)] public class Two : Migration { public override void Up() => Execute.Sql(\"SELECT 1\"); public "
        + "override void Down() => throw new Exception(\"the data is gone\"); }", "the data is gone")]
    public async Task Down_AStepThatCannotBeReverted_IsRefusedBeforeAnythingIsTouched(string irreversible, string why)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One + irreversible + Three);
        await database.ExecuteAsync(
            """CREATE TABLE one (id int); CREATE TABLE three (id int); CREATE TABLE "VersionInfo" ("Version" bigint NOT NULL); INSERT INTO "VersionInfo" VALUES (1), (2), (3)""");
        var asked = false;

        var outcome = await engine.DownAsync(Target.Zero,
            new() { Confirm = (_, _) => ValueTask.FromResult(asked = true) },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((OutcomeKind.Refused, RefusalReason.Irreversible), (outcome.Kind, outcome.Refusal!.Reason));
        Assert.Contains("2 Two cannot be reverted", outcome.Refusal.Message, StringComparison.Ordinal);
        Assert.Contains(why, outcome.Refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--target 2", outcome.Refusal.Next, StringComparison.Ordinal);
        Assert.All(outcome.Steps, step => Assert.Equal(StepState.NotAttempted, step.State));
        Assert.False(asked);
        Assert.True(await database.ExistsAsync("three"));
        Assert.Equal([1, 2, 3], await database.VersionsAsync());
        Assert.False(await database.ExistsAsync("\"VersionInfoJournal\""));

        Assert.Equal(OutcomeKind.Applied, (await engine.Down("2")).Kind);
        Assert.Equal([1, 2], await database.VersionsAsync());
    }

    [Fact]
    public async Task VersionZero_IsToldLikeAnyOther()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(CompiledMigrations.Sql(0, "Zero", ["CREATE TABLE zero (id int)"],
            ["DROP TABLE zero"]) + One);

        Assert.Equal([0L, 1L], (await engine.Up()).Steps.Select(step => step.Migration.Version));
        Assert.Equal([1L], (await engine.Down("0")).Steps.Select(step => step.Migration.Version));
        Assert.Equal([0], await database.VersionsAsync());
        var down = await engine.Down("zero");

        Assert.Equal([(0L, StepState.Reverted)], down.Steps.Select(step => (step.Migration.Version, step.State)));
        Assert.Null(down.To);
        Assert.False(await database.ExistsAsync("zero"));
    }

    [Fact]
    public async Task Down_Unconfirmed_TouchesNothing()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One + Three);
        await engine.Up();
        Plan? asked = null;

        var byDefault = await engine.DownAsync(Target.Zero, new(), cancellationToken: TestContext.Current.CancellationToken);
        var outcome = await engine.DownAsync(Target.Zero,
            new()
            {
                Confirm = (plan, _) =>
                {
                    asked = plan;
                    return ValueTask.FromResult(false);
                },
            }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(RefusalReason.Unconfirmed, byDefault.Refusal!.Reason);
        Assert.Equal((OutcomeKind.Refused, RefusalReason.Unconfirmed), (outcome.Kind, outcome.Refusal!.Reason));
        Assert.Equal([3, 1], asked!.Steps.Select(step => step.Version));
        Assert.Equal([1, 3], await database.VersionsAsync());
    }

    [Fact]
    public async Task Down_Confirmed_RevertsNewestFirstAndRecordsIt()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One + Three);
        await engine.Up();

        var outcome = await engine.Down("-2");

        Assert.Equal((OutcomeKind.Applied, 3L, null, 0), (outcome.Kind, outcome.From, outcome.To, outcome.AppliedCount));
        Assert.Equal([(3L, StepState.Reverted), (1L, StepState.Reverted)],
            outcome.Steps.Select(step => (step.Migration.Version, step.State)));
        Assert.False(await database.ExistsAsync("one"));
        Assert.Empty(await database.VersionsAsync());
        Assert.Equal(["1 One up done", "3 Three up done", "3 Three down done", "1 One down done"], await database.JournalAsync());
    }

    [Fact]
    public async Task Down_Failing_KeepsThatMigrationApplied()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One
            + CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"], ["DROP TABLE two", "SELECT 1/0"]) + Three);
        await engine.Up();

        var outcome = await engine.Down("zero");

        Assert.Equal((OutcomeKind.Failed, 3L, 2L), (outcome.Kind, outcome.From, outcome.To));
        Assert.Equal([StepState.Reverted, StepState.Failed, StepState.NotAttempted], outcome.Steps.Select(step => step.State));
        Assert.True(await database.ExistsAsync("two"));
        Assert.Equal([1, 2], await database.VersionsAsync());
    }

    [Fact]
    public async Task Down_NothingAboveTheTarget_IsNothingToDoAndNotAsked()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One + Three);
        await engine.Up("1");

        var outcome = await engine.DownAsync(Target.Version(1),
            new() { Confirm = (_, _) => throw new InvalidOperationException("asked") },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(OutcomeKind.NothingToDo, outcome.Kind);
    }

    [Fact]
    public async Task Down_OnAVirginDatabase_CreatesNothing()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(One).Down("zero");

        Assert.Equal(OutcomeKind.NothingToDo, outcome.Kind);
        Assert.False(await database.ExistsAsync("\"VersionInfo\""));
    }

    [Fact]
    public async Task Down_AutoReversing_RevertsWhatItMade()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine("""
            [Migration(1)] public class One : AutoReversingMigration
            {
                public override void Up()
                {
                    Create.Table("one").WithColumn("id").AsInt32();
                    Create.Index("ix_one").OnTable("one").OnColumn("id").Ascending();
                }
            }
            """);
        await engine.Up();

        Assert.Equal(OutcomeKind.Applied, (await engine.Down("zero")).Kind);
        Assert.False(await database.ExistsAsync("one"));
    }

    [Fact]
    public async Task Down_ToZero_KeepsVersionTableJournalAndSchema()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One, options => options with { Schema = "tenant" });
        await engine.Up();

        await engine.Down("zero");

        Assert.True(await database.ExistsAsync("tenant.\"VersionInfo\""));
        Assert.True(await database.ExistsAsync("tenant.\"VersionInfoJournal\""));
        Assert.Equal(OutcomeKind.Applied, (await engine.Up()).Kind);
    }

    [Fact]
    public async Task Down_ConfirmationIsCancelled_IsCancelled()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One);
        await engine.Up();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var outcome = await engine.DownAsync(Target.Zero,
            new()
            {
                Confirm = async (_, token) =>
                {
                    await stop.CancelAsync();
                    token.ThrowIfCancellationRequested();
                    return true;
                },
            }, cancellationToken: stop.Token);

        Assert.Equal(OutcomeKind.Cancelled, outcome.Kind);
        Assert.Equal([1], await database.VersionsAsync());
    }
}
