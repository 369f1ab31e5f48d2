using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.FluentRunner;

/// <summary>Tags, constraints, scripts, injection: as FluentMigrator has them.</summary>
public sealed class FluentMigratorFeatureTests(TestServer server)
{
    private const string Tagged = """
        [Migration(1)] public class Untagged : Migration { public override void Up() => Execute.Sql("SELECT 1"); public override void Down() { } }
        [Migration(2), Tags("uk")] public class OnlyUk : Migration { public override void Up() => Execute.Sql("SELECT 1"); public override void Down() { } }
        [Migration(3), Tags("uk", "staging")] public class UkAndStaging : Migration { public override void Up() => Execute.Sql("SELECT 1"); public override void Down() { } }
        [Migration(4), Tags(TagBehavior.RequireAny, "uk", "de")] public class UkOrDe : Migration { public override void Up() => Execute.Sql("SELECT 1"); public override void Down() { } }
        [Migration(5), Tags("de")] public class OnlyDe : Migration { public override void Up() => Execute.Sql("SELECT 1"); public override void Down() { } }
        """;

    [Theory]
    [InlineData("", "1")]
    [InlineData("uk", "1 2 3 4")]
    [InlineData("de", "1 4 5")]
    [InlineData("uk staging", "1 3 4")]
    public async Task Up_Tags_ChooseAsFluentMigratorDoes(string tags, string versions)
    {
        var assembly = CompiledMigrations.Load(Tagged);
        var selection = new MigrationSelection(tags.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        await using var theirs = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var ours = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        PlainFluentMigrator.Up(theirs, assembly, selection);

        await ours.Engine(assembly, selection: selection).Up();

        Assert.Equal(await theirs.VersionsAsync(), await ours.VersionsAsync());
        Assert.Equal(versions, string.Join(' ', await ours.VersionsAsync()));
    }

    [Fact]
    public async Task Up_VersionsOfOtherTags_AreNeitherPendingNorUnknown()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = CompiledMigrations.Load(Tagged);
        await database.Engine(assembly, selection: new(["uk"])).Up();

        var status = await database.Engine(assembly, selection: new(["uk", "staging"])).Status();

        Assert.Equal(SchemaVerdict.UpToDate, status.Comparison.Verdict);
    }

    [Fact]
    public async Task Up_TagsThatMatchNothing_AreAWrongSetting()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var onlyTagged = CompiledMigrations.Load(
            "[Migration(2), Tags(\"uk\")] public class OnlyUk : Migration { public override void Up() { } public override void "
            + "Down() { } }");

        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => database.Engine(onlyTagged,
            selection: new(["fr", "es"])).Up());

        Assert.Contains("fr, es", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_ConstrainedMigrations_RunAsInFluentMigrator()
    {
        var assembly = CompiledMigrations.Load(CompiledMigrations.Sql(1, "One", ["SELECT 1"]) + """
            public sealed class AfterAttribute : FluentMigrator.Runner.Constraints.MigrationConstraintAttribute
            {
                public AfterAttribute(long version) : base(context => context.VersionInfo.HasAppliedMigration(version)) { }
            }
            [Migration(2), After(99)] public class AfterNever : Migration { public override void Up() => Execute.Sql("SELECT 1"); public override void Down() { } }
            [Migration(3)] public class Three : Migration { public override void Up() => Execute.Sql("SELECT 1"); public override void Down() { } }
            [Migration(4), After(1)] public class AfterOne : Migration { public override void Up() => Execute.Sql("SELECT 1"); public override void Down() { } }
            """);
        await using var theirs = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var ours = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        // A constraint is asked about what was applied before the run; the next run asks again.
        foreach (var versions in (long[][])[[1, 3], [1, 3, 4], [1, 3, 4]])
        {
            PlainFluentMigrator.Up(theirs, assembly);
            await ours.Engine(assembly).Up();

            Assert.Equal(versions, await theirs.VersionsAsync());
            Assert.Equal(versions, await ours.VersionsAsync());
        }

        Assert.Equal(SchemaVerdict.UpToDate, (await ours.Engine(assembly).Status()).Comparison.Verdict);
    }

    [Fact]
    public async Task Up_EmbeddedScript_Runs()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var file = CompiledMigrations.ToFile(
            """[Migration(1)] public class One : Migration { public override void Up() => Execute.EmbeddedScript("Create.sql"); public override void Down() { } }""",
            new Dictionary<string, string>
            { ["My.Scripts.Create.sql"] = "CREATE TABLE one (id int);\nINSERT INTO one VALUES (7);" });

        await database.Engine(MigrationAssembly.Load(file)).Up();

        Assert.Equal(7, await database.ScalarAsync<int>("SELECT id FROM one"));
    }

    [Fact]
    public async Task Up_ScriptByARelativePath_IsFoundBesideTheAssembly()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var file = CompiledMigrations.ToFile(
            """[Migration(1)] public class One : Migration { public override void Up() => Execute.Script("sql/create.sql"); public override void Down() { } }""");
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(file)!, "sql")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "create.sql"), "CREATE TABLE one (id int)",
            TestContext.Current.CancellationToken);

        var outcome = await database.Engine(MigrationAssembly.Load(file)).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.True(await database.ExistsAsync("one"));
    }

    [Fact]
    public async Task Up_ScriptThatIsNotThere_FailsByNamingIt()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(
            """[Migration(1)] public class One : Migration { public override void Up() => Execute.Script("missing.sql"); public override void Down() { } }""").Up();

        Assert.Equal((OutcomeKind.Refused, RefusalReason.Invalid), (outcome.Kind, outcome.Refusal!.Reason));
        Assert.Contains("missing.sql", outcome.Refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_LoggerInTheConstructor_IsInjected()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine("""
            [Migration(1)] public class One : Migration
            {
                private readonly Microsoft.Extensions.Logging.ILogger<One> _logger;
                public One(Microsoft.Extensions.Logging.ILogger<One> logger) { _logger = logger; }
                public override void Up()
                {
                    Microsoft.Extensions.Logging.LoggerExtensions.LogInformation(_logger, "creating");
                    Execute.Sql("CREATE TABLE one (id int)");
                }
                public override void Down() { }
            }
            """).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.True(await database.ExistsAsync("one"));
    }

    [Fact]
    public async Task Up_ConnectionStringProperty_IsTheConnectionThatWasGiven()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        await database.Engine("""
            [Migration(1)] public class One : Migration
            {
                public override void Up() => Execute.Sql("CREATE TABLE one AS SELECT '" + ConnectionString + "' AS connection");
                public override void Down() { }
            }
            """).Up();

        var seen = new Npgsql.NpgsqlConnectionStringBuilder(await database.ScalarAsync<string>("SELECT connection FROM one"));
        Assert.Equal((database.Name, database.Connect().Password), (seen.Database, seen.Password));
    }

    [Fact]
    public async Task Up_IfDatabase_MatchesPostgreSql()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        await database.Engine("""
            [Migration(1)] public class One : Migration
            {
                public override void Up()
                {
                    IfDatabase("PostgreSQL").Execute.Sql("CREATE TABLE here (id int)");
                    IfDatabase("SqlServer").Execute.Sql("CREATE TABLE elsewhere (id int)");
                }
                public override void Down() { }
            }
            """).Up();

        Assert.True(await database.ExistsAsync("here"));
        Assert.False(await database.ExistsAsync("elsewhere"));
    }

    [Fact]
    public async Task Up_DependencyBesideTheAssembly_IsLoaded()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var library = CompiledMigrations.ToFileAgainst("Company.Names",
            "namespace Company { public static class Names { public const int Version = 1; public static string Table() => "
            + "\"from_library\"; } }");
        var file = CompiledMigrations.ToFile(
            "[Migration(1)] public class One : Migration { public override void Up() => Execute.Sql(\"CREATE TABLE \" + "
            + "Company.Names.Table() + \" (id int)\"); public override void Down() { } }",
            new Dictionary<string, string>(), System.Reflection.Assembly.LoadFile(library));
        File.Copy(library, Path.Combine(Path.GetDirectoryName(file)!, "Company.Names.dll"));

        var outcome = await database.Engine(MigrationAssembly.Load(file)).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.True(await database.ExistsAsync("from_library"));
    }

    [Fact]
    public async Task Up_NestedMigrationsInANamespace_AreFoundByTheirClassName()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine("""
            namespace Shop.Migrations
            {
                public static class Year2025
                {
                    [Migration(20250101)] public class AddUsers : Migration { public override void Up() => Execute.Sql("SELECT 1"); public override void Down() { } }
                }
                internal class Helper { }
                [Migration(1)] internal class NotPublic : Migration { public override void Up() { } public override void Down() { } }
                public abstract class Base : Migration { public override void Down() { } }
                [Migration(20250102)] public class Derived : Base { public override void Up() => Execute.Sql("SELECT 1"); }
            }
            """).Up("addusers");

        Assert.Equal(["20250101 AddUsers"], outcome.Steps.Select(step => step.Migration.ToString()));
    }
}
