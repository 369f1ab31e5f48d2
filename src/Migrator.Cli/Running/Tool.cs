using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Running;

/// <summary>What a verb gets from its surroundings: streams, variables, folder, signals.</summary>
internal sealed record Tool(TerminalStreams Terminal, Func<string, string?> Environment, string WorkingDirectory, Signals Signals)
{
    public Redactor Redactor { get; } = new();

    /// <summary>The migrations that are part of this program; null if they are named at each run.</summary>
    public MigrationAssembly? Bundled { get; init; }

    /// <summary>How results are shown, and told to the surroundings.</summary>
    public IOutput Output(bool json) =>
        ObservedOutput.Of(json ? new JsonOutput(Terminal) : new TextOutput(Terminal), Terminal, Environment);
}
