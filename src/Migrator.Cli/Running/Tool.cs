using Migrator.Catalog;
using Migrator.Cli.Output;
using Migrator.Cli.Settings;

namespace Migrator.Cli.CommandLine;

/// <summary>What a verb gets from its surroundings: streams, variables, folder, signals.</summary>
internal sealed record Tool(Terminal Terminal, Func<string, string?> Environment, string WorkingDirectory, Signals Signals)
{
    public Redactor Redactor { get; } = new();

    /// <summary>The migrations that are part of this program; null if they are named at each run.</summary>
    public MigrationAssembly? Bundled { get; init; }

    /// <summary>How results are shown, and told to the surroundings.</summary>
    public IOutput Output(bool json) =>
        ObservedOutput.Of(json ? new JsonOutput(Terminal) : new TextOutput(Terminal), Terminal, Environment);
}
