using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Verbs.Lint;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Script;

/// <summary><c>script --lint</c>: the same guard as before a run. No database is asked.</summary>
public sealed class ScriptLintTests
{
    private static readonly string Unsafe = Samples.Assembly(Samples.Orders, LintedSamples.Blocking);

    [Fact]
    public async Task Refuse_WritesNoScript_AndIs5()
    {
        using var directory = new WorkingDirectory();
        var file = Path.Combine(directory.Path, "release.sql");

        (await RunAsync("--lint", "refuse", "-o", file)).Exits(ExitCode.Refused)
            .Complains("lint finds 1 thing", "index-not-concurrent", "--lint warn", "exit 5");

        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Refuse_TellsProgramsAndThePullRequestWhatWasFound()
    {
        var run = await new ToolStart("script", "--assembly", Unsafe, "--lint", "refuse", "--output", "json")
            .With("GITHUB_ACTIONS", "true").RunAsync();

        run.Exits(ExitCode.Refused).Complains("::error ", "title=index-not-concurrent::20260115080000 IndexOrdersByState: ");
        var finding = Assert.Single(run.Json.GetProperty("findings").EnumerateArray());
        Assert.Equal("index-not-concurrent", finding.GetProperty("rule").GetString());
    }

    [Fact]
    public async Task Refuse_LooksOnlyAtWhatIsInTheScript() =>
        (await RunAsync("--lint", "refuse", "--to", "20260114093000")).Exits(ExitCode.Success).Says("CREATE TABLE orders");

    [Fact]
    public async Task Warn_TellsOnStderr_AndWritesTheSameScript()
    {
        var off = await RunAsync();
        var warn = await RunAsync("--lint", "warn");

        off.Exits(ExitCode.Success);
        Assert.Empty(off.Error);
        warn.Exits(ExitCode.Success).Complains("note: 20260115080000 IndexOrdersByState: index-not-concurrent:");
        Assert.Equal(off.Out, warn.Out);
    }

    [Fact]
    public async Task WhatIsReverted_IsNotLinted()
    {
        var run = await RunAsync("--down", "--to", "zero", "--lint", "refuse", "--fail-on", "note");

        run.Exits(ExitCode.Success).Says("DROP TABLE");
        Assert.Empty(run.Error);
    }

    private static Task<ToolResult> RunAsync(params string[] arguments) =>
        new ToolStart(["script", "--assembly", Unsafe, .. arguments]).RunAsync();
}
