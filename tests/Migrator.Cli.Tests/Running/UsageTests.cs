using Migrator.Cli.Terminal;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Running;

/// <summary>Exit code 2, for a command line that cannot be read.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("--bogus")]
    [InlineData("up --bogus", "--bogus")]
    [InlineData("upp", "upp")]
    [InlineData("up --target", "--target")]
    [InlineData("resolve", "VERSION")]
    [InlineData("completion", "SHELL")]
    [InlineData("embedded begin", "begin")]
    public async Task Arguments_ThatAreWrong_AreNamed(string arguments, string? named = null)
    {
        var run = await new ToolStart(arguments.Split(' ')).RunAsync();

        run.Exits(ExitCode.Usage).Complains("error: ", named ?? arguments, "--help", "exit 2");
        Assert.Empty(run.Out);
        Assert.DoesNotContain("System.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "up, down, status")]
    [InlineData("embedded", "start, stop, reset")]
    public async Task NoVerb_NamesTheVerbs(string arguments, string verbs)
    {
        var run = await new ToolStart(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).RunAsync();

        run.Exits(ExitCode.Usage).Complains("No verb was given", verbs, "--help", "exit 2");
        Assert.Empty(run.Out);
    }

    // A slip of the pen around a connection puts the password where the parser does not expect it.
    [Theory]
    [InlineData("up", "--conection", "Host=db;Database=shop;Password=" + Passwords.Wrong)]
    [InlineData("up", "Host=db;Database=shop;Password=" + Passwords.Wrong)]
    [InlineData("Host=db;Database=shop;Password=" + Passwords.Wrong, "up")]
    [InlineData("up", "--conection=postgres://migrator:" + Passwords.Wrong + "@db/shop")]
    [InlineData("up", "--conection:postgres://migrator:" + Passwords.Wrong + "@db/shop")]
    [InlineData("up", "--connection", "Host=db;Database=shop;", "Password=" + Passwords.Wrong)]
    [InlineData("up", "--password", Passwords.Wrong)]
    [InlineData("--password", Passwords.Wrong, "up")]
    [InlineData("up", "--show-sql=" + Passwords.Wrong)]
    [InlineData("up", "--show-sql", Passwords.Wrong)]
    [InlineData("resolve", "postgres://migrator:" + Passwords.Wrong + "@db/shop", "--applied")]
    [InlineData("completion", "postgres://migrator:" + Passwords.Wrong + "@db/shop", "zsh")]
    public async Task Password_InTheWrongPlace_IsNotEchoed(params string[] arguments)
    {
        var run = await new ToolStart(arguments).RunAsync();

        run.Exits(ExitCode.Usage).Complains("error: ");
        Assert.DoesNotContain("migrator:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variable_DoesNotShowInAParseError()
    {
        var run = await new ToolStart("up", "--bogus")
            .With("MIGRATOR_CONNECTION", "Host=db;Database=shop;Password=" + Passwords.Wrong)
            .With("MIGRATOR_SCHEMA", "warehouse").RunAsync();

        run.Exits(ExitCode.Usage);
        Assert.DoesNotContain("warehouse", run.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Word_TooMany_IsRepeated()
    {
        var run = await new ToolStart("up", "latest").RunAsync();

        run.Exits(ExitCode.Usage).Complains("'latest'", "dotnet migrator up --help");
    }

    [Fact]
    public async Task Resolve_WithoutANumber_SaysWhatItNeeds()
    {
        var run = await new ToolStart("resolve", "soon", "--applied").RunAsync();

        run.Exits(ExitCode.Usage).Complains("VERSION must be a migration's number, such as 20260114101500.");
    }

    [Fact]
    public async Task Down_WithoutATarget_AsksForOne()
    {
        var run = await new ToolStart("down", "--yes", "--connection", "Host=db;Database=shop", "--assembly", "nothing.dll")
            .RunAsync();

        run.Exits(ExitCode.Usage).Complains("down needs a target", "--target -1");
    }

    [Fact]
    public async Task Resolve_WithNeitherOrBothAnswers_AsksForOne()
    {
        var neither = await new ToolStart("resolve", "1").RunAsync();
        var both = await new ToolStart("resolve", "1", "--applied", "--rolled-back").RunAsync();

        neither.Exits(ExitCode.Usage).Complains("--applied or --rolled-back");
        both.Exits(ExitCode.Usage).Complains("--applied or --rolled-back");
    }
}
