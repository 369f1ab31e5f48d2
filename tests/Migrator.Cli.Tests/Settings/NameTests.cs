using Migrator.Cli.Terminal;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Settings;

/// <summary>Names that cannot be ones are refused at the door, whichever verb they are given to; no server is asked.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("up")]
    [InlineData("up --dry-run")]
    [InlineData("down --target zero --yes")]
    [InlineData("status")]
    [InlineData("wait --timeout 0")]
    [InlineData("drift --shadow Host=nobody.invalid;Database=postgres")]
    [InlineData("rehearse --shadow Host=nobody.invalid;Database=postgres")]
    [InlineData("resolve 20260114093000 --applied")]
    [InlineData("script")]
    public async Task RoleOrSchema_ThatIsNoName_Is2(string verb)
    {
        foreach (var (flag, word) in ((string, string)[])[("--set-role", "role"), ("--schema", "schema")])
        {
            var run = new ToolStart([.. verb.Split(' '), flag, "bad\"name", "--assembly", Samples.Two])
                .With("MIGRATOR_CONNECTION", "Host=nobody.invalid;Database=shop");

            (await run.RunAsync()).Exits(ExitCode.Usage).Complains("bad\"name", word, "is not a plain identifier", "exit 2");
        }
    }
}
