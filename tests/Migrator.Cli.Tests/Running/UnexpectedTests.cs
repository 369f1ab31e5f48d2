using Migrator.Cli.Running;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Tests.Running;

/// <summary>Exit code 1 takes a bug, so it is provoked inside: one line and no stack trace, unless it is asked for.</summary>
public sealed class UnexpectedTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("1", true)]
    public async Task Exception_OfABug_IsOneLineUnlessTraced(string? trace, bool traced)
    {
        using var signals = new Signals(TextWriter.Null);
        using StringWriter output = new(), error = new();
        var tool = new Tool(new TerminalStreams(output, error, TextReader.Null), name => name == "MIGRATOR_TRACE" ? trace : null,
            "/", signals);

        var code = await new VerbCommand(new BrokenVerb(), tool).Parse([])
            .InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((int)ExitCode.Unexpected, code);
        Assert.Empty(output.ToString());
        Assert.Contains("error: unexpected InvalidOperationException: broken", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("MIGRATOR_TRACE=1", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(traced, error.ToString().Contains("   at ", StringComparison.Ordinal));
    }

    private sealed class BrokenVerb() : Verb("verb", "Has a bug")
    {
        public override Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("broken");
    }
}
