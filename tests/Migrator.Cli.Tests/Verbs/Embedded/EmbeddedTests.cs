using Migrator.Cli.Terminal;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Embedded;

/// <summary>The private server of a project: what it leaves in the folder, and what is said of it.</summary>
public sealed class EmbeddedTests
{
    private const string GoesOn = "note: the private PostgreSQL goes on. To end it: dotnet migrator embedded stop\n";

    [Fact]
    public async Task Server_ThatAVerbHasStarted_IsIgnoredByGit_AndToldLast()
    {
        using var directory = new WorkingDirectory();
        WorkingDirectory.LetOthersEnter(directory.Path);
        try
        {
            var first = await Tool(directory, "up", "--assembly", Samples.Two).RunAsync();
            var second = await Tool(directory, "status", "--assembly", Samples.Two).RunAsync();

            first.Exits(ExitCode.Success).Says("2 applied");
            Assert.EndsWith(GoesOn, first.Error, StringComparison.Ordinal);
            // It ran already: whoever started it was told.
            second.Exits(ExitCode.Success);
            Assert.DoesNotContain("goes on", second.Error, StringComparison.Ordinal);
            Assert.Equal("*\n", await File.ReadAllTextAsync(Path.Combine(directory.Path, ".migrator", ".gitignore"),
                TestContext.Current.CancellationToken));
            await OtherProgram.RunAsync("git", ["init", "-q"], directory.Path);
            Assert.Equal("", await OtherProgram.RunAsync("git", ["status", "--porcelain", "--untracked-files=all"],
                directory.Path));
        }
        finally
        {
            (await Tool(directory, "embedded", "reset").RunAsync()).Exits(ExitCode.Success);
        }
    }

    [Fact]
    public async Task Server_OfAShadow_IsTold_AlsoWhereTheVerbFails()
    {
        using var directory = new WorkingDirectory();
        WorkingDirectory.LetOthersEnter(directory.Path);
        try
        {
            var failing = Samples.Assembly(Samples.Orders, Samples.Failing);
            var run = await new ToolStart("rehearse", "--assembly", failing, "--output", "json")
            { Directory = directory.Path }.With(PostgresBinaries.Variable, PostgresBinaries.Find()).RunAsync();

            run.Exits(ExitCode.Failed);
            Assert.EndsWith(GoesOn, run.Error, StringComparison.Ordinal);
            Assert.Equal("rehearse", run.Json.GetProperty("verb").GetString());
        }
        finally
        {
            (await Tool(directory, "embedded", "reset").RunAsync()).Exits(ExitCode.Success);
        }
    }

    [Fact]
    public async Task Server_WhoseFolderCannotBeMade_IsToldByItsPath()
    {
        using var directory = new WorkingDirectory();
        var file = directory.Write(".migrator", "a file");

        var run = await Tool(directory, "embedded", "start").RunAsync();

        run.Exits(ExitCode.Usage).Complains($"The private server's folder {file} cannot be made", "exit 2");
    }

    private static ToolStart Tool(WorkingDirectory directory, params string[] arguments) =>
        (new ToolStart(arguments) { Directory = directory.Path }).With("MIGRATOR_CONNECTION", "embedded")
            .With(PostgresBinaries.Variable, PostgresBinaries.Find());
}
