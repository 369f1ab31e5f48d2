using System.CommandLine;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Embedded;

/// <summary><c>embedded</c>: the project's private server.</summary>
internal static class EmbeddedCommand
{
    public static Command Create(Tool tool) => new("embedded", "The private development server that MIGRATOR_CONNECTION=embedded means")
    {
        Verb(tool, "start", "Start it, and print its connection", async (folder, token) =>
            await ConnectionSetting.StartEmbeddedAsync(folder, message => tool.Terminal.Error.WriteLine(message + " ..."), token).ConfigureAwait(false)),
        Verb(tool, "stop", "Stop it; its data stays", async (folder, token) =>
        {
            await (await ConnectionSetting.FindEmbeddedAsync(folder, token).ConfigureAwait(false)).StopAsync(cancellationToken: token).ConfigureAwait(false);
            return "Stopped.";
        }),
        Verb(tool, "reset", "Stop it and remove all its data", async (folder, token) =>
        {
            await (await ConnectionSetting.FindEmbeddedAsync(folder, token).ConfigureAwait(false)).RemoveAsync(token).ConfigureAwait(false);
            return "Removed.";
        }),
    };

    private static Command Verb(Tool tool, string name, string description, Func<string, CancellationToken, Task<string>> action)
    {
        var command = new Command(name, description);
        command.Runs(tool, async (context, cancellationToken) =>
        {
            var said = await action(context.Settings.File.Folder, cancellationToken).ConfigureAwait(false);
            await tool.Terminal.Out.WriteLineAsync(said).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
