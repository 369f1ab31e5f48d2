using System.Globalization;
using Migrator.Cli.Terminal;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Terminal;

/// <summary>The numbers that pipelines rely on: the enum, the documented table and the help page are one.</summary>
public sealed class ExitCodeTableTests
{
    private static readonly int[] Codes = [.. Enum.GetValues<ExitCode>().Select(code => (int)code).Order()];

    [Fact]
    public void Documentation_HasTheSameNumbers()
    {
        var rows = File.ReadLines(Repository.PathOf("docs", "exit-codes.md"))
            .SkipWhile(line => !line.StartsWith("| code |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => int.Parse(line.Split('|')[1].Trim(), CultureInfo.InvariantCulture));

        Assert.Equal(Codes, rows);
    }

    [Fact]
    public async Task Help_HasTheSameNumbers()
    {
        var run = await new ToolStart("--help").RunAsync();

        var table = run.Exits(ExitCode.Success).Out.Split("Exit codes:")[1];
        Assert.All(Codes, code => Assert.Matches($@"(^|[\s(]){code}[\s:]", table));
    }

    [Theory]
    [InlineData(0, "Success")]
    [InlineData(1, "Unexpected")]
    [InlineData(2, "Usage")]
    [InlineData(3, "Pending")]
    [InlineData(4, "LockTimeout")]
    [InlineData(5, "Refused")]
    [InlineData(6, "Failed")]
    [InlineData(7, "Partial")]
    [InlineData(8, "Unreachable")]
    [InlineData(9, "Diverged")]
    [InlineData(130, "Interrupted")]
    [InlineData(143, "Terminated")]
    public void Number_NeverChanges(int number, string name) => Assert.Equal(name, ((ExitCode)number).ToString());
}
