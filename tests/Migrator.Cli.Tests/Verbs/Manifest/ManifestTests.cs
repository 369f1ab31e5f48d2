using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Manifest;

/// <summary><c>manifest</c>: no database, the file beside the project, and 9 if it is not what the migrations are.</summary>
public sealed class ManifestTests
{
    [Fact]
    public async Task Manifest_WritesIt_AndCheckFindsItGood_WhateverItsLineEnds()
    {
        using var directory = new WorkingDirectory();
        var path = Path.Combine(directory.Path, SchemaManifest.FileName);

        var written = await RunAsync(directory, Samples.Two, "--manifest", SchemaManifest.FileName);
        var good = await RunAsync(directory, Samples.Two, "--check", "--manifest", path);
        await File.WriteAllTextAsync(path,
            (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\r\n"),
            TestContext.Current.CancellationToken);
        var withOtherLineEnds = await RunAsync(directory, Samples.Two, "--check", "--manifest", path);
        var again = await RunAsync(directory, Samples.Two, "--manifest", path);

        written.Exits(ExitCode.Success).Says($"{SchemaManifest.FileName} written (2 migrations).");
        good.Exits(ExitCode.Success).Says("is up to date (2 migrations).");
        withOtherLineEnds.Exits(ExitCode.Success);
        again.Exits(ExitCode.Success).Says("is up to date");
        Assert.Equal([20260110120000, 20260114093000], SchemaManifest.Load(path).Migrations.Select(one => one.Version));
    }

    [Fact]
    public async Task Check_OfAVersionTableWithOtherNames_IsUpToDate_AndNothingElse()
    {
        using var directory = new WorkingDirectory();
        var assembly = Samples.Assembly(Samples.Customers, """
            public class Versions : FluentMigrator.Runner.VersionTableInfo.DefaultVersionTableMetaData
            {
                public Versions(FluentMigrator.Runner.Conventions.IConventionSet set,
                    Microsoft.Extensions.Options.IOptions<FluentMigrator.Runner.Initialization.RunnerOptions> options) : base(set, options) { }
                public override string UniqueIndexName => "ux";
                public override string DescriptionColumnName => "what";
            }
            """);

        (await RunAsync(directory, assembly, "--manifest", "m.json")).Exits(ExitCode.Success);
        var check = await RunAsync(directory, assembly, "--check", "--manifest", "m.json");

        check.Exits(ExitCode.Success).Says("is up to date (1 migration).");
        Assert.DoesNotContain("another", check.Out + check.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Stale_Is9_AndShowsTheDifference_AndWritesNothing()
    {
        using var directory = new WorkingDirectory();
        var path = directory.Write(SchemaManifest.FileName, "");
        File.Delete(path);
        var missing = await RunAsync(directory, Samples.Two, "--check", "--manifest", path);
        Assert.False(File.Exists(path));
        (await RunAsync(directory, Samples.Two, "--manifest", path)).Exits(ExitCode.Success);
        var before = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var edited = CompiledMigrations.Sql(20260114093000, "CreateOrders",
            ["CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL)"]);

        var stale = await RunAsync(directory, Samples.Assembly(Samples.Customers, edited, Samples.Last), "--check",
            "--manifest", path);
        var json = await RunAsync(directory, Samples.Assembly(Samples.Customers, edited, Samples.Last), "--check", "--manifest",
            path, "--output", "json");

        missing.Exits(ExitCode.Diverged).Complains($"There is no {path}", "dotnet migrator manifest", "exit 9");
        stale.Exits(ExitCode.Diverged)
            .Says("~ 20260114093000 CreateOrders: its SQL was edited", "+ 20260130090000 CreateInvoices: not in the manifest")
            .Complains("is stale", "exit 9");
        json.Exits(ExitCode.Diverged);
        Assert.True(json.Json.GetProperty("stale").GetBoolean());
        Assert.Equal(2, json.Json.GetProperty("differences").GetArrayLength());
        Assert.Equal(before, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    // A merge that was left in the middle.
    [Fact]
    public async Task Manifest_OverOneThatCannotBeRead_WritesItAnew_AndUpNamesIt()
    {
        using var directory = new WorkingDirectory();
        var path = directory.Write(SchemaManifest.FileName, "<<<<<<< HEAD\n{}");

        var up = await (new ToolStart("up", "--assembly", Samples.Two, "--manifest", path, "--connection",
            "Host=nowhere.invalid;Database=shop")
        { Directory = directory.Path }).RunAsync();
        var check = await RunAsync(directory, Samples.Two, "--check", "--manifest", path);
        var written = await RunAsync(directory, Samples.Two, "--manifest", path);

        up.Exits(ExitCode.Usage).Complains(path, "no manifest of migrations");
        check.Exits(ExitCode.Diverged);
        written.Exits(ExitCode.Success).Says("written (2 migrations).");
    }

    // A project in migrator.json, and for once an assembly of somebody else's: the project's manifest is not its manifest.
    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task Manifest_OfAnAssemblyThatIsNamedFirst_DoesNotLieBesideTheProject()
    {
        using var directory = new WorkingDirectory();
        directory.Write("migrator.json", """{ "project": "shop/Shop.csproj" }""");
        directory.Write("shop/Shop.csproj", "<Project/>");

        var run = await RunAsync(directory, Samples.Two);

        run.Exits(ExitCode.Usage).Complains("Where is the manifest?", "--manifest");
        Assert.False(File.Exists(Path.Combine(directory.Path, "shop", SchemaManifest.FileName)));
    }

    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task Manifest_NoPlaceForIt_SaysWhichSettings()
    {
        using var directory = new WorkingDirectory();

        (await RunAsync(directory, Samples.Two)).Exits(ExitCode.Usage).Complains("--manifest", "--project");
        (await RunAsync(directory, Samples.Two, "--manifest", "no/such/folder/m.json")).Exits(ExitCode.Usage)
            .Complains("cannot be written");
    }

    [Fact]
    public async Task Manifest_OpaqueMigration_SaysWhy()
    {
        using var directory = new WorkingDirectory();
        var assembly = Samples.Assembly(
            "[Migration(1)] public class CopyFiles : Migration { public override void Up() => Execute.WithConnection((_, _) => "
            + "{ }); public override void Down() { } }");

        var run = await RunAsync(directory, assembly, "--manifest", SchemaManifest.FileName);

        run.Exits(ExitCode.Success).Says("no checksum: CopyFiles, since it runs C# code of its own");
    }

    private static Task<ToolResult> RunAsync(WorkingDirectory directory, string assembly, params string[] more) =>
        (new ToolStart(["manifest", "--assembly", assembly, .. more]) { Directory = directory.Path }).RunAsync();
}
