using Migrator.Cli.Terminal;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Settings;

/// <summary>Of two values for one setting, none may go unheard.</summary>
public sealed class RepeatedTests
{
    [Theory]
    [InlineData("--target 1 --target 2", "--target")]
    [InlineData("--target=1 --target=1", "--target")]
    [InlineData("--connection-file a --connection-file b", "--connection-file")]
    [InlineData("--lock-wait 1m --lock-wait 2m", "--lock-wait")]
    [InlineData("--output json --output text", "--output")]
    public async Task Flag_OfOneValue_SaidTwice_IsRefused(string flags, string named)
    {
        var run = await new ToolStart(["up", .. flags.Split(' '), "--assembly", Samples.Two]).RunAsync();

        Assert.Contains($"{named} is given 2 times, and takes one value.", run.Exits(ExitCode.Usage).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flag_OfOneValue_SaidBeforeAndAfterTheVerb_IsRefused()
    {
        var run = await new ToolStart("--schema", "a", "up", "--schema", "b", "--assembly", Samples.Two).RunAsync();

        run.Exits(ExitCode.Usage).Complains("--schema is given 2 times, and takes one value.", "exit 2");
    }

    [Fact]
    public async Task Flag_OfTheCallAlone_SaidTwice_IsRefused()
    {
        var run = await new ToolStart("script", "-o", "a.sql", "--file", "b.sql", "--assembly", Samples.Two).RunAsync();

        run.Exits(ExitCode.Usage).Complains("--file is given 2 times, and takes one value.");
    }

    [Fact]
    public async Task Connection_SaidTwice_IsRefused_AndNotShown()
    {
        var run = await new ToolStart("up", "--connection", "Host=db;Password=" + Passwords.Wrong, "--connection",
            "postgres://db/shop").RunAsync();

        run.Exits(ExitCode.Usage).Complains("--connection is given 2 times, and takes one value.");
        Assert.DoesNotContain("Host=db", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flag_OfSeveralValues_MayBeRepeated()
    {
        var run = await new ToolStart("lint", "--tag", "a", "--tag", "b", "--assembly", Samples.Two).RunAsync();

        run.Exits(ExitCode.Success);
    }

    [Fact]
    public async Task Key_OfOneValue_WithAList_IsRefused()
    {
        using var directory = new WorkingDirectory();
        var file = directory.Write("migrator.json", """{ "tag": ["a", "b"], "schema": ["one", "two"] }""");

        var run = await new ToolStart("status") { Directory = directory.Path }.RunAsync();

        run.Exits(ExitCode.Usage).Complains($"{file}: \"schema\" takes one value, and has 2.");
    }
}
