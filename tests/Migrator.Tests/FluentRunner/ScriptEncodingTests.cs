using System.Text;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.FluentRunner;

/// <summary>A script whose bytes are no text is refused before anything is applied, by whatever looks at it.</summary>
public sealed class ScriptEncodingTests(TestServer server)
{
    private const string Embedded = """
        [Migration(1)] public class First : Migration { public override void Up() => Create.Table("first").WithColumn("id").AsInt32(); public override void Down() => Delete.Table("first"); }
        [Migration(2)] public class Names : Migration { public override void Up() => Execute.EmbeddedScript("names.sql"); public override void Down() => Execute.Sql("DROP TABLE names"); }
        """;

    private const string Sql = "CREATE TABLE names (name text); INSERT INTO names VALUES ('Müller')";
    private const string Said = "The script My.db.names.sql is not UTF-8: byte 61 (0xFC), in line 1.";

    private static readonly MigrationAssembly Latin =
        MigrationAssembly.Load(CompiledMigrations.ToFile(Embedded, "My.db.names.sql", Encoding.Latin1.GetBytes(Sql)));

    [Fact]
    public async Task Up_AnEmbeddedScriptInLatin1_IsRefused_BeforeAnythingIsApplied()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => database.Engine(Latin).Up());

        Assert.StartsWith(Said, exception.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("first"));
        Assert.False(await database.ExistsAsync("\"VersionInfo\""));
    }

    [Fact]
    public async Task EveryOtherLook_RefusesItToo()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Latin);

        string[] messages =
        [
            Assert.Throws<ConfigurationException>(() => MigrationEngine.Lint(Latin)).Message,
            Assert.Throws<ConfigurationException>(() => MigrationEngine.CreateManifest(Latin)).Message,
            Assert.Throws<ConfigurationException>(() => engine.CreateScript(new())).Message,
            (await Assert.ThrowsAsync<ConfigurationException>(() => engine.PreviewUpAsync(Target.Latest,
                cancellationToken: TestContext.Current.CancellationToken))).Message,
        ];

        Assert.All(messages, message => Assert.StartsWith(Said, message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Up_OfAnAppliedOne_IsNotConcernedByItsScript()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(Latin).Up("1")).Kind);
    }

    [Fact]
    public async Task Up_AFileInLatin1_IsRefused_BeforeAnythingIsApplied()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var file = CompiledMigrations.ToFile(Embedded.Replace("EmbeddedScript", "Script", StringComparison.Ordinal));
        var script = Path.Combine(Path.GetDirectoryName(file)!, "names.sql");
        await File.WriteAllBytesAsync(script, Encoding.Latin1.GetBytes(Sql), TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<ConfigurationException>(
            () => database.Engine(MigrationAssembly.Load(file)).Up());

        Assert.StartsWith($"The script {script} is not UTF-8: byte 61 (0xFC)", exception.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("first"));
    }

    [Fact]
    public async Task Down_AScriptInLatin1_IsRefused_BeforeAnythingIsReverted()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        const string Source = """
            [Migration(1)] public class Names : Migration { public override void Up() => Execute.Sql("CREATE TABLE names (name text)"); public override void Down() => Execute.EmbeddedScript("down.sql"); }
            [Migration(2)] public class Last : Migration { public override void Up() => Execute.Sql("CREATE TABLE last (id int)"); public override void Down() => Execute.Sql("DROP TABLE last"); }
            """;
        var assembly = MigrationAssembly.Load(CompiledMigrations.ToFile(Source, "down.sql", [.. "-- "u8, 0xFC]));
        await database.Engine(assembly).Up();

        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => database.Engine(assembly).Down("zero"));

        Assert.Contains("down.sql is not UTF-8: byte 4 (0xFC)", exception.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2], await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_AScriptThatOnlyTheDatabaseAsksFor_EndsWithWhatWasApplied()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var asked = Embedded.Replace("Execute.EmbeddedScript", "{ if (Schema.Table(\"first\").Exists()) Execute.EmbeddedScript", StringComparison.Ordinal)
            .Replace("(\"names.sql\");", "(\"names.sql\"); }", StringComparison.Ordinal).Replace("Up() => {", "Up() {", StringComparison.Ordinal);
        var assembly = MigrationAssembly.Load(
            CompiledMigrations.ToFile(asked, "My.db.names.sql", Encoding.Latin1.GetBytes(Sql)));

        var outcome = await database.Engine(assembly).Up();

        Assert.Equal(OutcomeKind.Failed, outcome.Kind);
        Assert.Equal([StepState.Applied, StepState.Failed], outcome.Steps.Select(step => step.State));
        Assert.Contains(Said, outcome.Failed!.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal([1], await database.VersionsAsync());
        Assert.Equal(["1 First up done", "2 Names up failed"], await database.JournalAsync());
    }

    [Fact]
    public async Task Up_AScriptOfAMigrationThatIsNotReached_DoesNotHideWhyAnotherFailed()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = MigrationAssembly.Load(CompiledMigrations.ToFile("""
            [Migration(1)] public class First : Migration { public override void Up() => Create.Table("first").WithColumn("id").AsInt32(); public override void Down() { } }
            [Migration(2)] public class Second : Migration { public override void Up() => Execute.Sql("SELECT * FROM nowhere"); public override void Down() { } }
            [Migration(3)] public class Names : Migration { public override void Up() => Execute.EmbeddedScript("names.sql"); public override void Down() { } }
            """, "My.db.names.sql", Encoding.Latin1.GetBytes(Sql)));

        var outcome = await database.Engine(assembly).Up("2");

        Assert.Equal((OutcomeKind.Failed, "42P01"), (outcome.Kind, outcome.Failed!.Failure!.SqlState));
        Assert.Equal(StepState.Applied, outcome.Steps[0].State);
    }

    [Theory]
    [InlineData(LintMode.Warn)]
    [InlineData(LintMode.Refuse)]
    public async Task Up_ThatLints_IsNotConcernedByTheScriptOfAnAppliedOne(LintMode mode)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var third = Embedded + CompiledMigrations.Sql(3, "Third", ["CREATE TABLE third (id int)"]);
        await database.Engine(third.Replace("EmbeddedScript(\"names.sql\")", "Sql(\"CREATE TABLE names (name text)\")",
            StringComparison.Ordinal)).Up("2");
        var assembly = MigrationAssembly.Load(
            CompiledMigrations.ToFile(third, "My.db.names.sql", Encoding.Latin1.GetBytes(Sql)));

        var outcome = await database.Engine(assembly).UpAsync(Target.Latest,
            new UpOptions { Lint = new(mode, LintSeverity.Error, new()) }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task Up_AScriptWithAByteOrderMark_ComesOutToTheLetter(string name)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var encoding = Encoding.GetEncoding(name);
        var assembly = MigrationAssembly.Load(CompiledMigrations.ToFile(Embedded, "names.sql",
            [.. encoding.GetPreamble(), .. encoding.GetBytes(Sql)]));

        await database.Engine(assembly).Up();

        Assert.Equal("Müller", await database.ScalarAsync<string>("SELECT name FROM names"));
    }
}
