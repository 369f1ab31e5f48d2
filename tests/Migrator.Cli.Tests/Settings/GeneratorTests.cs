using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Settings;

/// <summary>Which of FluentMigrator's generators is chosen: said in every way, recorded, and told where it is forgotten.</summary>
[Trait("Of", "the .NET tool")]
public sealed class GeneratorTests(TestServer server)
{
    private const string First = """
        [Migration(1)] public class One : AutoReversingMigration
        { public override void Up() => Create.Table("one").WithColumn("id").AsInt32().Identity().WithColumn("name").AsString().Nullable(); }

        """;

    private const string Second = """
        [Migration(2)] public class Two : AutoReversingMigration
        { public override void Up() => Insert.IntoTable("one").Row(new { id = 41, name = "explicit" }); }

        """;

    [Fact]
    public async Task Generator_OfAnOldHistory_IsChosen_Recorded_AndToldWhereItIsForgotten()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var (old, both) = (Samples.Assembly(First), Samples.Assembly(First, Second));
        var file = sandbox.Directory.Write("migrator.json", $$"""{ "assembly": "{{old}}", "generator": "postgres92" }""");
        (await sandbox.RunAsync("up")).Exits(ExitCode.Success);
        Assert.True(await sandbox.Database.ExistsAsync("public.one_id_seq"));
        Assert.Equal("FluentMigrator 8 Postgres92", await sandbox.Database.ScalarAsync<string>("SELECT generator FROM \"VersionInfoJournal\""));

        (await sandbox.RunAsync("status")).Exits(ExitCode.Success).Says("written by FluentMigrator 8 Postgres92", "Up to date");
        (await sandbox.RunAsync("manifest", "--manifest", SchemaManifest.FileName)).Exits(ExitCode.Success);
        await File.WriteAllTextAsync(file, $$"""{ "assembly": "{{both}}", "manifest": "{{SchemaManifest.FileName}}" }""",
            TestContext.Current.CancellationToken);

        // Forgotten: nothing is applied with the other one, and nothing is called edited.
        var check = await sandbox.RunAsync("manifest", "--check");
        var up = await sandbox.RunAsync("up");
        check.Exits(ExitCode.Diverged).Says("it has what FluentMigrator 8 Postgres92 writes", "--generator Postgres92");
        up.Exits(ExitCode.Diverged).Complains("The manifest has what FluentMigrator 8 Postgres92 writes", "--generator Postgres92");
        Assert.DoesNotContain("edited", check.Out + up.Error, StringComparison.Ordinal);
        (await sandbox.RunAsync("status")).Says("The newest applied migration, 1, was written by FluentMigrator 8 Postgres92");

        var chosen = sandbox.Bare("manifest").With("MIGRATOR_GENERATOR", "AddPostgres92()");
        (await chosen.RunAsync()).Exits(ExitCode.Success).Says("+ 2 Two: not in the manifest");
        var dry = await sandbox.RunAsync("up", "--dry-run", "--output", "json", "--generator", "POSTGRES92");
        Assert.Equal("FluentMigrator 8 Postgres92", dry.Exits(ExitCode.Success).Json.GetProperty("generator").GetString());
        (await sandbox.RunAsync("up", "--generator", "Postgres92")).Exits(ExitCode.Success).Says("1 applied");
        Assert.Equal(41, await sandbox.Database.ScalarAsync<int>("SELECT id FROM one"));
    }

    [Fact]
    public async Task Generator_OfNoSuchName_Is2_WithTheNamesThereAre()
    {
        using var directory = new WorkingDirectory();
        directory.Write("migrator.json", """{ "generator": "SqlServer" }""");
        var flag = await new ToolStart("lint", "--assembly", Samples.Two, "--generator", "postgres16").RunAsync();
        var key = await (new ToolStart("lint", "--assembly", Samples.Two) { Directory = directory.Path }).RunAsync();

        foreach (var result in (ToolResult[])[flag, key])
            result.Exits(ExitCode.Usage).Complains(
                "must be Postgres or Postgres92 or Postgres10_0 or Postgres11_0 or Postgres15_0");
        Assert.Contains("--generator", flag.Error, StringComparison.Ordinal);
        Assert.Contains("migrator.json", key.Error, StringComparison.Ordinal);
    }
}
