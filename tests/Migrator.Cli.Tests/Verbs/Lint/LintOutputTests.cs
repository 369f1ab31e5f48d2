using System.Text.Json;
using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Goldens;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Lint;

/// <summary>How findings are shown, with the file and the line of the migration that says so. A bundle has no lines.</summary>
[Trait("Of", "the .NET tool")]
public sealed class LintOutputTests : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    [Fact]
    public async Task Text_NamesFileAndLine_FromTheTopOfTheRepository()
    {
        _directory.Folder(".git");
        var run = await (LintedSamples.Tool(LintedSamples.InFiles(_directory.Path), _directory) with
        { Directory = _directory.Folder("elsewhere") }).RunAsync();

        run.Exits(ExitCode.Refused);
        Golden.Matches("lint.txt", run.Out + run.Error);
    }

    [Fact]
    public async Task Json_HasTheSame()
    {
        var run = await LintedSamples.Tool(LintedSamples.InFiles(_directory.Path), _directory, "--output", "json").RunAsync();

        run.Exits(ExitCode.Refused);
        Golden.Matches("lint.json", run.Out);
    }

    [Fact]
    public async Task Source_OfADeterministicBuild_IsNamedFromTheTop()
    {
        var run = await LintedSamples.Tool(LintedSamples.InFiles("/_"), _directory).RunAsync();

        run.Says("src/Migrations/1_AddOrderNote.cs:7");
    }

    [Fact]
    public async Task Sarif_HasWhatItsSchemaAsksFor()
    {
        var file = Path.Combine(_directory.Path, "lint.sarif");
        var run = await LintedSamples.Tool(LintedSamples.InFiles(_directory.Path), _directory, "--sarif", "lint.sarif")
            .RunAsync();

        run.Exits(ExitCode.Refused);
        using var sarif = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        Assert.Contains("sarif-2.1.0", sarif.RootElement.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        var one = Assert.Single(sarif.RootElement.GetProperty("runs").EnumerateArray());
        var driver = one.GetProperty("tool").GetProperty("driver");
        Assert.Equal("dotnet migrator lint", driver.GetProperty("name").GetString());
        Assert.Equal(LintRules.All.Select(rule => rule.Id),
            driver.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()));
        Assert.Equal(
            ["index-not-concurrent error src/Migrations/1_AddOrderNote.cs 7 ",
                "drop-table error src/Migrations/1_AddOrderNote.cs 9 ",
                "many-tables-locked warning src/Migrations/1_AddOrderNote.cs 9 ",
                "opaque warning src/Migrations/2_Move.cs 12 tried on a copy"],
            one.GetProperty("results").EnumerateArray().Select(Brief));
        var note = Assert.Single(one.GetProperty("invocations")[0].GetProperty("toolExecutionNotifications").EnumerateArray());
        Assert.Equal("2 Move waives truncate, but there is nothing to waive.",
            note.GetProperty("message").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Sarif_CannotBeWritten_Is2() =>
        (await LintedSamples.Tool(Samples.Two, _directory, "--sarif", "no/such/folder/lint.sarif").RunAsync())
            .Exits(ExitCode.Usage).Complains("lint.sarif cannot be written");

    [Fact]
    public async Task GitHub_AnnotatesTheLine_ButNotWhatIsWaived()
    {
        var summary = _directory.Write("summary.md", "");
        var run = await LintedSamples.Tool(LintedSamples.InFiles(_directory.Path), _directory).With("GITHUB_ACTIONS", "true")
            .With("GITHUB_STEP_SUMMARY", summary).RunAsync();

        run.Exits(ExitCode.Refused).Complains(
            "::error file=src/Migrations/1_AddOrderNote.cs,line=7,title=index-not-concurrent::1 AddOrderNote: index "
            + "ix_orders_note on orders is not built CONCURRENTLY",
            "::warning file=src/Migrations/1_AddOrderNote.cs,line=9,title=many-tables-locked::", "%0Ainstead: ");
        Assert.DoesNotContain("title=opaque", run.Error, StringComparison.Ordinal);
        Assert.Contains("`dotnet migrator lint`: exit 5",
            await File.ReadAllTextAsync(summary, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static string Brief(JsonElement result)
    {
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
        return $"{result.GetProperty("ruleId")} {result.GetProperty("level")} "
            + $"{place.GetProperty("artifactLocation").GetProperty("uri")} "
            + $"{place.GetProperty("region").GetProperty("startLine")} "
            + (result.TryGetProperty("suppressions", out var suppressions)
                ? $"{suppressions[0].GetProperty("justification")}" : "");
    }
}
