using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Terminal;

/// <summary>Colours and a live line on a terminal and nowhere else; questions only where somebody can answer.</summary>
public sealed class TerminalTests(TestServer server)
{
    private const char Escape = '\e';
    private static readonly string Endless = Samples.Assembly(Samples.Customers, Samples.Endless);

    [Fact]
    public async Task NoTerminal_NoEscapes()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Failing);

        foreach (var verb in (string[])["up", "status"])
        {
            var run = await sandbox.Tool(verb, "--assembly", assembly).With("TERM", "xterm-256color").RunAsync();
            Assert.DoesNotContain(Escape, run.ToString());
        }
    }

    [Fact]
    public async Task Terminal_HasColoursAndALiveLine()
    {
        var output = await RunUntilLiveAsync(tool => tool.With("TERM", "xterm-256color"));

        Assert.Contains("\e[31merror:\e[0m", output, StringComparison.Ordinal);
        Assert.Contains("\r\e[2K  20260123090000  BackfillOrders", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoColor_KeepsTheLiveLineAndLosesTheColours()
    {
        var output = await RunUntilLiveAsync(tool => tool.With("TERM", "xterm-256color").With("NO_COLOR", "1"));

        Assert.Contains("error:", output, StringComparison.Ordinal);
        Assert.Contains("\r\e[2K  20260123090000  BackfillOrders", output, StringComparison.Ordinal);
        Assert.DoesNotMatch("\e\\[[0-9;]*m", output);
    }

    [Fact]
    public async Task DumbTerminal_HasNeither()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await (sandbox.Tool("up", "--assembly", Samples.Two) with { OnTerminal = true }).With("TERM", "dumb")
            .RunAsync();

        Assert.DoesNotContain(Escape, run.Exits(ExitCode.Success).Out);
    }

    [Fact]
    public async Task StderrToAFile_HasNoColours()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Failing);

        var run = await (sandbox.Tool("up", "--assembly", assembly) with { OnTerminal = true, Redirection = "2>error.log" })
            .With("TERM", "xterm").RunAsync();

        run.Exits(ExitCode.Failed);
        var error = await File.ReadAllTextAsync(Path.Combine(sandbox.Directory.Path, "error.log"),
            TestContext.Current.CancellationToken);
        Assert.Contains("error: column", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, error);
    }

    [Theory]
    [InlineData("y", 0, false)]
    [InlineData("n", 5, true)]
    [InlineData("", 5, true)]
    public async Task Down_OnATerminal_Asks(string answer, int code, bool stays)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        await using var tool = (sandbox.Tool("down", "--target", "-1", "--assembly", Samples.Two) with { OnTerminal = true })
            .With("TERM", "xterm").Start();
        await tool.UntilItSaysAsync("[y/N]");

        await tool.TypeAsync(answer);

        (await tool.EndAsync()).Exits((ExitCode)code).Says("would revert 20260114093000 CreateOrders", "Revert 1? [y/N]");
        Assert.Equal(stays, await sandbox.Database.ExistsAsync("orders"));
    }

    private async Task<string> RunUntilLiveAsync(Func<ToolStart, ToolStart> change)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await using var tool = change(sandbox.Tool("up", "--assembly", Endless) with { OnTerminal = true }).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep%");
        await tool.UntilItSaysAsync("\r\e[2K  20260123090000  BackfillOrders");

        await sandbox.Database.ExecuteAsync(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND "
            + "pid <> pg_backend_pid()");

        return (await tool.EndAsync()).Exits(ExitCode.Failed).Out;
    }
}
