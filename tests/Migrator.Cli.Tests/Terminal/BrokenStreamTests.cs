using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Terminal;

/// <summary>What a migration does must not depend on anybody listening.</summary>
public sealed class BrokenStreamTests(TestServer server)
{
    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task ReaderGone_IsNoFailure(string output) =>
        await AppliesAsync(output, tool => tool with { ReaderGone = true });

    [Theory]
    [InlineData("text", ">/dev/full")]
    [InlineData("json", ">/dev/full")]
    [InlineData("json", "2>/dev/full")]
    [InlineData("text", ">/dev/full 2>&1")]
    [InlineData("text", "<&- >&- 2>&-")]
    public async Task StreamThatCannotBeWritten_IsNoFailure(string output, string redirection) =>
        await AppliesAsync(output, tool => tool with { Redirection = redirection });

    [Fact]
    public async Task Failure_WithNobodyListening_KeepsItsExitCode()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var tool = sandbox.Tool("up", "--assembly", Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Failing));

        (await (tool with { Redirection = ">/dev/full 2>/dev/full" }).RunAsync()).Exits(ExitCode.Failed);
    }

    private async Task AppliesAsync(string output, Func<ToolStart, ToolStart> broken)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await broken(sandbox.Tool("up", "--output", output, "--assembly", Samples.Two)).RunAsync();

        run.Exits(ExitCode.Success);
        Assert.Equal(2, (await sandbox.VersionsAsync()).Count);
    }
}
