using Migrator.Cli.Terminal;

namespace Migrator.Cli.Showing;

/// <summary>A text that is the answer, such as a connection or a completion script. It is the same whatever output was asked
/// for.</summary>
/// <param name="text">The text; null where it was written already.</param>
internal sealed class TextResult(string? text) : Result
{
    public override ExitCode ExitCode => ExitCode.Success;

    public override bool IsOutcome => false;

    public override void WriteText(TerminalStreams terminal, Style style)
    {
        if (text is not null)
            terminal.Out.WriteLine(text);
    }
}
