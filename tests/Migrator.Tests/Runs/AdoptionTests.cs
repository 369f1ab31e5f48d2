using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Runs;

public sealed class AdoptionTests(TestServer server)
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"], ["DROP TABLE one"]);
    private static readonly string Two = CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"], ["DROP TABLE two"]);
    private static readonly string Three = CompiledMigrations.Sql(3, "Three", ["CREATE TABLE three (id int)"],
        ["DROP TABLE three"]);

    private const string Shape = """
        SELECT concat_ws(' ', 'column', a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.atthasdef)
        FROM pg_attribute a WHERE a.attrelid = 'public."VersionInfo"'::regclass AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid), i.indisprimary, i.indisclustered)
        FROM pg_index i WHERE i.indrelid = 'public."VersionInfo"'::regclass
        ORDER BY 1
        """;

    [Fact]
    public async Task Up_OnVirginDatabase_AppliesEverythingAndRecordsIt()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(One + Two).Up();

        Assert.Equal((OutcomeKind.Applied, null, 2L, 2), (outcome.Kind, outcome.From, outcome.To, outcome.AppliedCount));
        Assert.Equal([StepState.Applied, StepState.Applied], outcome.Steps.Select(step => step.State));
        Assert.True(await database.ExistsAsync("one"));
        Assert.True(await database.ExistsAsync("two"));
        Assert.Equal([1, 2], await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_OnPartialDatabase_AppliesTheRest()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One + Two + Three);
        await engine.Up("+1");

        var outcome = await engine.Up();

        Assert.Equal((OutcomeKind.Applied, 1L, 3L), (outcome.Kind, outcome.From, outcome.To));
        Assert.Equal([2, 3], outcome.Steps.Select(step => step.Migration.Version));
    }

    [Fact]
    public async Task Up_Again_HasNothingToDoAndWritesNothing()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One);
        await engine.Up();
        var before = await database.JournalAsync();

        var outcome = await engine.Up();

        Assert.Equal((OutcomeKind.NothingToDo, 1L, 1L), (outcome.Kind, outcome.From, outcome.To));
        Assert.Equal(before, await database.JournalAsync());
    }

    [Fact]
    public async Task Up_RefusedPlanOnVirginDatabase_CreatesNothing()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(One).Up("Onf");

        Assert.Equal(RefusalReason.UnknownTarget, outcome.Refusal!.Reason);
        Assert.Equal(0,
            await database.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
    }

    [Fact]
    public async Task Up_AfterPlainFluentMigrator_AppliesTheNextOnly()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        PlainFluentMigrator.Up(database, CompiledMigrations.Load(One + Two));
        var engine = database.Engine(One + Two + Three);
        var status = await engine.Status();

        var outcome = await engine.Up();

        Assert.Equal((SchemaVerdict.Behind, 2L), (status.Comparison.Verdict, status.History.Current));
        Assert.All(status.History.Applied, applied => Assert.Null(applied.Duration));
        Assert.Equal([3], outcome.Steps.Select(step => step.Migration.Version));
        Assert.Equal([1, 2, 3], await database.VersionsAsync());
    }

    [Fact]
    public async Task Down_AfterPlainFluentMigrator_RevertsWhatItApplied()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = CompiledMigrations.Load(One + Two);
        PlainFluentMigrator.Up(database, assembly);

        var outcome = await database.Engine(assembly).Down("1");

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.False(await database.ExistsAsync("two"));
        Assert.Equal([1], await database.VersionsAsync());
    }

    [Fact]
    public async Task PlainFluentMigrator_AfterUs_SeesEverythingAsAppliedAndAppliesTheNext()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = CompiledMigrations.Load(One + Two);
        await database.Engine(assembly).Up();
        Assert.False(PlainFluentMigrator.HasPending(database, assembly));

        var next = CompiledMigrations.Load(One + Two + Three);
        PlainFluentMigrator.Up(database, next);

        Assert.True(await database.ExistsAsync("three"));
        Assert.Equal([1, 2, 3], await database.VersionsAsync());
        Assert.Equal(SchemaVerdict.UpToDate, (await database.Engine(next).Status()).Comparison.Verdict);
    }

    [Fact]
    public async Task PlainFluentMigrator_AfterUs_Reverts()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = CompiledMigrations.Load(One + Two);
        await database.Engine(assembly).Up();

        PlainFluentMigrator.Down(database, assembly, 1);

        var status = await database.Engine(assembly).Status();
        Assert.False(await database.ExistsAsync("two"));
        Assert.Equal(SchemaVerdict.Behind, status.Comparison.Verdict);
        Assert.Equal([2], status.Comparison.Pending);
    }

    [Fact]
    public async Task VersionTable_IsTheOneThatFluentMigratorMakes()
    {
        const string Described = """
            [Migration(1, "Creates the first table")] public class One : Migration { public override void Up() { Execute.Sql("SELECT 1"); } public override void Down() { } }
            [Migration(2)] public class Two : Migration { public override void Up() { Execute.Sql("SELECT 1"); } public override void Down() { } }
            """;
        var assembly = CompiledMigrations.Load(Described);
        await using var theirs = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var ours = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        PlainFluentMigrator.Up(theirs, assembly);
        await ours.Engine(assembly).Up();

        Assert.Equal(await theirs.ColumnAsync<string>(Shape), await ours.ColumnAsync<string>(Shape));
        const string Rows = """SELECT concat_ws('|', "Version", coalesce("Description", 'NULL')) FROM "VersionInfo" ORDER BY 1""";
        Assert.Equal(await theirs.ColumnAsync<string>(Rows), await ours.ColumnAsync<string>(Rows));
        Assert.True(await ours.ScalarAsync<bool>(
            """SELECT bool_and("AppliedOn" AT TIME ZONE 'UTC' BETWEEN now() - interval '1 hour' AND now()) FROM "VersionInfo" """));
    }

    [Fact]
    public async Task Up_OldVersionTableWithOneColumn_IsCompletedAndKept()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync(
            """CREATE TABLE one (id int); CREATE TABLE "VersionInfo" ("Version" bigint NOT NULL); INSERT INTO "VersionInfo" VALUES (1), (1)""");
        var engine = database.Engine(One + Two);
        var status = await engine.Status();

        var outcome = await engine.Up();

        Assert.Equal([new AppliedMigration(1, null, null, null)], status.History.Applied);
        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal([1, 1, 2], await database.VersionsAsync());
        Assert.Equal(["Two"],
            await database.ColumnAsync<string>("""SELECT "Description" FROM "VersionInfo" WHERE "AppliedOn" IS NOT NULL"""));
    }

    [Fact]
    public async Task Up_DivergedHistories_IsRefusedAndNothingRuns()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One + Three).Up();
        var engine = database.Engine(One + Two);
        var status = await engine.Status();

        var outcome = await engine.Up(policy: new(AllowOutOfOrder: true, AllowBreaking: true));

        Assert.Equal(SchemaVerdict.Diverged, status.Comparison.Verdict);
        Assert.Equal((OutcomeKind.Refused, RefusalReason.Diverged, 3L, 3L),
            (outcome.Kind, outcome.Refusal!.Reason, outcome.From, outcome.To));
        Assert.False(await database.ExistsAsync("two"));
        Assert.Equal([1, 3], await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_OlderBuildWithNothingPending_IsDoneWithANote()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One + Two).Up();
        var older = database.Engine(One);

        var outcome = await older.Up();

        Assert.Equal(OutcomeKind.NothingToDo, outcome.Kind);
        Assert.Equal([2], outcome.Unknown);
        Assert.Equal(SchemaVerdict.Ahead, (await older.Status()).Comparison.Verdict);
    }

    [Fact]
    public async Task Up_OlderBuildAfterABreakingChange_IsTooOld()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var breaking = CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"], ["DROP TABLE two"],
            "BreakingChange = true");
        var newer = database.Engine(One + breaking);
        await database.Engine(One).Up();
        Assert.Equal(RefusalReason.Breaking, (await newer.Up()).Refusal!.Reason);
        await newer.Up(policy: new(AllowBreaking: true));
        var older = database.Engine(One);

        Assert.Equal(RefusalReason.TooNew, (await older.Up()).Refusal!.Reason);
        Assert.Equal(SchemaVerdict.TooNew, (await older.Status()).Comparison.Verdict);

        await newer.Down("1");
        Assert.Equal(SchemaVerdict.UpToDate, (await older.Status()).Comparison.Verdict);
    }

    [Fact]
    public async Task Up_OutOfOrder_RunsLateOnceAllowed()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One + Three).Up();
        var engine = database.Engine(One + Two + Three);

        Assert.Equal(RefusalReason.OutOfOrder, (await engine.Up()).Refusal!.Reason);
        var outcome = await engine.Up(policy: new(AllowOutOfOrder: true));

        Assert.Equal((OutcomeKind.Applied, 3L, 3L), (outcome.Kind, outcome.From, outcome.To));
        Assert.Equal([1, 2, 3], await database.VersionsAsync());
    }
}
