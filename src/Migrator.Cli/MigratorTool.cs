using System.Globalization;
using Migrator.Cli.Running;
using Migrator.Cli.Terminal;

namespace Migrator.Cli;

/// <summary>The tool as a whole program: that of <c>dotnet migrator</c> itself, and that of a bundle, which has its migrations
/// inside.</summary>
public static class MigratorTool
{
    /// <summary>Runs it on this process's console and signals, and gives its exit code.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="migrations">The migrations that are part of this program; null if they are named at each run.</param>
    /// <param name="selection">The namespace whose migrations are meant where no setting says another; null for all.</param>
    public static async Task<int> RunAsync(string[] arguments, MigrationAssembly? migrations = null,
        MigrationSelection? selection = null)
    {
        // Whatever the machine's is: what a pipeline reads, and what is sent, is the same text everywhere.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        var terminal = TerminalStreams.OfProcess();
        if (migrations is not null)
            terminal = terminal.Naming(Path.GetFileName(Environment.ProcessPath)!);
        using var signals = new Signals(terminal.Error);
        var tool = new Tool(terminal, Environment.GetEnvironmentVariable, Environment.CurrentDirectory, signals)
        {
            Bundled = migrations,
            BundledSelection = selection,
            KnownSettings = MigratorCommand.Settings,
            VariableNames = () => Environment.GetEnvironmentVariables().Keys.Cast<string>(),
        };
        tool.Terminal.TakeConsole();
        return await MigratorCommand.RunAsync(arguments, tool).ConfigureAwait(false);
    }
}
