using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Goldens;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Showing;

/// <summary>Errors before there is an engine: one document as well, whichever way JSON was asked for.</summary>
public sealed class EarlyErrorJsonTests
{
    [Theory]
    [InlineData("--output", "json", "up", "--bogus")]
    [InlineData("up", "--bogus", "--output=json")]
    [InlineData("up", "--bogus", "--output:JSON")]
    public async Task UsageError_IsOneDocument(params string[] arguments)
    {
        var run = await new ToolStart(arguments).RunAsync();

        run.Exits(ExitCode.Usage);
        Assert.Empty(run.Error);
        Golden.Matches("usage-error.json", run.Out);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("JSON")]
    public async Task UsageError_WithTheVariable_IsOneDocument(string value)
    {
        var run = await new ToolStart("up", "--bogus").With("MIGRATOR_OUTPUT", value).RunAsync();

        run.Exits(ExitCode.Usage);
        Golden.Matches("usage-error.json", run.Out);
    }

    [Fact]
    public async Task NoConnection_IsOneDocument()
    {
        using var directory = new WorkingDirectory();
        directory.Write("migrator.json", """{ "output": "json" }""");

        var run = await new ToolStart("status") { Directory = directory.Path }.RunAsync();

        run.Exits(ExitCode.Usage);
        Assert.Empty(run.Error);
        Golden.Matches("configuration-error.json", run.Out);
    }
}
