using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.FluentRunner;

/// <summary>Two migrations of one version, of which tags choose one: tags come first, as in FluentMigrator.</summary>
public sealed class TwinTests(TestServer server)
{
    private const string Source = """
        [Migration(1)] public class First : Migration { public override void Up() => Execute.Sql("CREATE TABLE first (id int)"); public override void Down() => Execute.Sql("DROP TABLE first"); }
        namespace Eu { [Migration(2), Tags("eu")] public class Tax : Migration { public override void Up() => Execute.Sql("CREATE TABLE vat (id int)"); public override void Down() => Execute.Sql("DROP TABLE vat"); } }
        namespace Us { [Migration(2), Tags("us")] public class Tax : Migration { public override void Up() => Execute.Sql("CREATE TABLE sales_tax (id int)"); public override void Down() => Execute.Sql("DROP TABLE sales_tax"); } }
        """;

    private static readonly MigrationAssembly Assembly = CompiledMigrations.Load(Source);

    [Theory]
    [InlineData("eu", "vat", "sales_tax")]
    [InlineData("us", "sales_tax", "vat")]
    public async Task UpAndDown_TakeTheOneThatTagsChoose(string tag, string there, string absent)
    {
        await using var theirs = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var ours = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var selection = new MigrationSelection([tag]);
        var engine = ours.Engine(Assembly, selection: selection);

        PlainFluentMigrator.Up(theirs, Assembly, selection);
        var preview = await engine.PreviewUpAsync(Target.Latest, cancellationToken: TestContext.Current.CancellationToken);
        var script = engine.CreateScript(new()).Text!;
        Assert.Equal(OutcomeKind.Applied, (await engine.Up()).Kind);

        Assert.Equal(await theirs.VersionsAsync(), await ours.VersionsAsync());
        Assert.Equal(await theirs.CatalogAsync(), await ours.CatalogAsync());
        Assert.True(await ours.ExistsAsync(there));
        Assert.Equal([$"CREATE TABLE {there} (id int)"], preview.Steps[1].Sql);
        Assert.Contains(there, script, StringComparison.Ordinal);
        Assert.DoesNotContain(absent, script, StringComparison.Ordinal);
        Assert.Empty((await engine.Status()).Pending);
        Assert.Equal(OutcomeKind.Applied, (await engine.Down("1")).Kind);
        Assert.False(await ours.ExistsAsync(there));
    }

    [Fact]
    public async Task Up_WithoutTags_LeavesBothOut()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        await database.Engine(Assembly).Up();

        Assert.Equal([1], await database.VersionsAsync());
        Assert.Empty((await database.Engine(Assembly).Status()).Pending);
    }

    [Fact]
    public async Task Up_WhereTagsChooseBoth_IsRefused()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var both = CompiledMigrations.Load(Source.Replace("Tags(\"us\")", "Tags(\"eu\", \"us\")", StringComparison.Ordinal)
            .Replace("Tags(\"eu\")", "Tags(TagBehavior.RequireAny, \"eu\", \"us\")", StringComparison.Ordinal));

        var exception = await Assert.ThrowsAsync<ConfigurationException>(
            () => database.Engine(both, selection: new(["eu", "us"])).Up());

        NamesBoth(exception.Message);
    }

    [Fact]
    public void Lint_LooksAtTheOneThatTagsChoose_OrAtBoth()
    {
        Assert.Equal(3, MigrationEngine.Lint(Assembly).Migrations);
        Assert.Equal(2, MigrationEngine.Lint(Assembly, selection: new(["eu"])).Migrations);
    }

    [Fact]
    public void Manifest_SaysWhyItCannotListThem()
    {
        var exception = Assert.Throws<ConfigurationException>(() => MigrationEngine.CreateManifest(Assembly));

        NamesBoth(exception.Message);
        Assert.Contains("a manifest has one line for a version", exception.Message, StringComparison.Ordinal);
        // A bundle of them is made all the same.
        Assert.Null(MigrationIndex.Of(Assembly));
    }

    private static void NamesBoth(string message)
    {
        Assert.StartsWith("Version 2 exists twice: ", message, StringComparison.Ordinal);
        Assert.Contains("Eu.Tax", message, StringComparison.Ordinal);
        Assert.Contains("Us.Tax", message, StringComparison.Ordinal);
    }
}
