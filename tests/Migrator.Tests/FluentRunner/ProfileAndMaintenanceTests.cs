using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.FluentRunner;

public sealed class ProfileAndMaintenanceTests(TestServer server)
{
    private const string Log = "SELECT what FROM log ORDER BY id";

    private static readonly string Source = Step("Migration(1)", "One") + Step("Migration(2)", "Two")
        + Step("Profile(\"dev\")", "Dev") + Step("Profile(\"demo\")", "Demo")
        + string.Concat(((string[])["BeforeAll", "BeforeEach", "AfterEach", "BeforeProfiles", "AfterAll"])
            .Select(stage => Step($"Maintenance(MigrationStage.{stage})", stage)))
        + Step("Maintenance(MigrationStage.AfterEach, TransactionBehavior.None)", "AfterEachOutside");

    [Fact]
    public async Task Up_StagesAndProfile_RunInFluentMigratorsOrder()
    {
        var (assembly, selection) = (CompiledMigrations.Load(Source), new MigrationSelection([], "dev"));
        await using var theirs = await WithLogAsync();
        await using var ours = await WithLogAsync();
        PlainFluentMigrator.Up(theirs, assembly, selection);
        PlainFluentMigrator.Up(theirs, assembly, selection);
        var engine = ours.Engine(assembly, selection: selection);

        var (first, second) = (await engine.Up(), await engine.Up());

        var log = await ours.ColumnAsync<string>(Log);
        Assert.Equal(await theirs.ColumnAsync<string>(Log), log);
        Assert.Equal((OutcomeKind.Applied, OutcomeKind.NothingToDo), (first.Kind, second.Kind));
        Assert.Equal(["BeforeAll", "BeforeProfiles", "Dev", "AfterAll"], log[^4..]);
        Assert.Equal(2, log.Count(what => what == "Dev"));
        Assert.Equal([1, 2], await ours.VersionsAsync());
        Assert.Equal(["1 One up done", "2 Two up done"], await ours.JournalAsync());
    }

    [Fact]
    public async Task Up_WithoutAProfile_RunsNone()
    {
        await using var database = await WithLogAsync();

        await database.Engine(Source).Up();

        Assert.DoesNotContain(await database.ColumnAsync<string>(Log), what => what is "Dev" or "Demo");
    }

    [Fact]
    public async Task Up_OnlyStagesAroundEachMigration_AndNothingPending_RunsNone()
    {
        await using var database = await WithLogAsync();
        var engine = database.Engine(Step("Migration(1)", "One") + Step("Maintenance(MigrationStage.AfterEach)", "AfterEach"));
        await engine.Up();

        Assert.Equal(OutcomeKind.NothingToDo, (await engine.Up()).Kind);
        Assert.Equal(["One", "AfterEach"], await database.ColumnAsync<string>(Log));
    }

    [Fact]
    public async Task Up_UnknownProfile_IsAWrongSettingThatNamesTheOthers()
    {
        await using var database = await WithLogAsync();

        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => database.Engine(Source,
            selection: new([], "prod")).Up());

        Assert.Contains("\"prod\"", exception.Message, StringComparison.Ordinal);
        Assert.Contains("demo, dev", exception.Message, StringComparison.Ordinal);
        Assert.Empty(await database.ColumnAsync<string>(Log));
    }

    [Fact]
    public async Task Up_FailingProfile_KeepsTheMigrationsAndRollsTheProfileBack()
    {
        await using var database = await WithLogAsync();
        const string Failing = """
            [Profile("dev")] public class Dev : Migration
            {
                public override void Up() { Execute.Sql("INSERT INTO log (what) VALUES ('half')"); Execute.Sql("SELECT 1/0"); }
                public override void Down() { }
            }
            """;

        var outcome = await database.Engine(Step("Migration(1)", "One") + Failing, selection: new([], "dev")).Up();

        Assert.Equal((OutcomeKind.Failed, "profile Dev", 1L, 2),
            (outcome.Kind, outcome.Failed!.Migration.Name, outcome.To, outcome.Failed.Failure!.Statement));
        Assert.Equal([1], await database.VersionsAsync());
        Assert.Equal(["One"], await database.ColumnAsync<string>(Log));
    }

    [Fact]
    public async Task Up_TaggedMaintenance_RunsWithItsTagOnly()
    {
        await using var database = await WithLogAsync();
        var assembly = CompiledMigrations.Load(Step("Migration(1)", "One")
            + Step("Maintenance(MigrationStage.AfterAll), Tags(\"uk\")", "Uk"));

        await database.Engine(assembly).Up();
        await database.Engine(assembly, selection: new(["uk"])).Up();

        Assert.Equal(["One", "Uk"], await database.ColumnAsync<string>(Log));
    }

    [Fact]
    public async Task Down_RunsNeitherProfileNorMaintenance()
    {
        await using var database = await WithLogAsync();
        var engine = database.Engine(Source, selection: new([], "dev"));
        await engine.Up();
        await database.ExecuteAsync("TRUNCATE log");

        var outcome = await engine.Down("zero");

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal(["-Two", "-One"], await database.ColumnAsync<string>(Log));
    }

    [Fact]
    public async Task Up_ProgressTellsOfEachExtra()
    {
        await using var database = await WithLogAsync();
        var log = new ProgressLog();

        await database.Engine(Step("Migration(1)", "One") + Step("Maintenance(MigrationStage.AfterAll)", "Tidy")
            + Step("Profile(\"dev\")", "Dev"),
            selection: new([], "dev")).Up(progress: log);

        Assert.Equal(["profile Dev", "maintenance Tidy"],
            log.Of<MigrationProgress.ExtraFinished>().Select(extra => extra.Extra.Name));
    }

    [Fact]
    public async Task Up_LooksAtTheMaintenanceOfAStageOnce_BeforeItRunsForEachStep()
    {
        await using var database = await WithLogAsync();
        var assembly = CompiledMigrations.Load(Step("Migration(1)", "One") + Step("Migration(2)", "Two") + Step("Migration(3)", "Three")
            + Counted("BeforeEach") + Counted("AfterEach") + Counted("BeforeAll"));

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(assembly).Up()).Kind);

        // Once to see that it can run, and then for each of three, or for the run.
        Assert.Equal([4, 4, 2], ((string[])["BeforeEach", "AfterEach", "BeforeAll"])
            .Select(stage => (int)assembly.Assembly.GetType(stage)!.GetField("Calls")!.GetValue(null)!));
    }

    private static string Counted(string stage) =>
        $$"""
        [Maintenance(MigrationStage.{{stage}})] public class {{stage}} : Migration
        {
            public static int Calls;
            public override void Up() { Calls++; Execute.Sql("INSERT INTO log (what) VALUES ('{{stage}}')"); }
            public override void Down() { }
        }

        """;

    private static string Step(string attribute, string name) =>
        $$"""
        [{{attribute}}] public class {{name}} : Migration
        {
            public override void Up() => Execute.Sql("INSERT INTO log (what) VALUES ('{{name}}')");
            public override void Down() => Execute.Sql("INSERT INTO log (what) VALUES ('-{{name}}')");
        }

        """;

    private async Task<TestDatabase> WithLogAsync()
    {
        var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE log (id bigint GENERATED ALWAYS AS IDENTITY, what text)");
        return database;
    }
}
