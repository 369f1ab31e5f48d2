using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Goldens;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Running;

/// <summary>The help pages, as golden files. They write nothing, read no setting and show no variable's value.</summary>
public sealed class HelpTests
{
    /// <summary>Of every verb; a bundle's own page is another in a bundle.</summary>
    public static TheoryData<string> Pages => ["root", .. MigratorCommand.Verbs(isBundle: true).Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Help_ReadsWell(string verb)
    {
        using var directory = new WorkingDirectory();
        directory.Write("migrator.json", "{ broken");
        string[] arguments = verb == "root" ? ["--help"] : [verb, "--help"];

        var run = await (new ToolStart(arguments) { Directory = directory.Path })
            .With("MIGRATOR_CONNECTION", "Host=db;Database=shop;Password=" + Passwords.Wrong).With("MIGRATOR_SCHEMA", "warehouse")
            .RunAsync();

        run.Exits(ExitCode.Success);
        Assert.Empty(run.Error);
        Assert.DoesNotContain("warehouse", run.Out, StringComparison.Ordinal);
        Golden.Matches($"help-{verb}.txt", run.Out);
    }

    [Theory]
    [InlineData("-h", "up")]
    [InlineData("up", "-?")]
    [InlineData("up", "--help", "--bogus")]
    public async Task Help_WhereverItStands_IsHelp(params string[] arguments)
    {
        var run = await new ToolStart(arguments).RunAsync();

        run.Exits(ExitCode.Success).Says("Usage:", "dotnet migrator up");
    }
}
