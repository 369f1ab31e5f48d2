using System.CommandLine;
using Migrator.Cli.Settings;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Running;

/// <summary>Runs a verb, and is the one place that turns an exception into a message and an exit code.</summary>
internal static class VerbRunner
{
    /// <summary>Makes a verb's action of what it does.</summary>
    public static void Runs(this Command command, Tool tool, Func<VerbContext, CancellationToken, Task<ExitCode>> verb) =>
        // The token is ours: System.CommandLine's does not tell the signals apart, and abandons an action that rolls back slowly.
        command.SetAction(async (parsed, _) => (int)await RunAsync(command.Name, parsed, tool, verb).ConfigureAwait(false));

    private static async Task<ExitCode> RunAsync(
        string name, ParseResult parsed, Tool tool, Func<VerbContext, CancellationToken, Task<ExitCode>> verb)
    {
        var output = tool.Output(SettingOptions.WantJson(parsed, tool));
        try
        {
            var reader = new SettingsReader(
                SettingOptions.Given(parsed), tool.Environment, ProjectFile.Find(tool.WorkingDirectory), tool.WorkingDirectory);
            if (reader.OneOf(SettingNames.Output, "text", "text", "json") == "json")
                output = tool.Output(json: true);

            return await verb(new VerbContext(name, parsed, reader, output, tool), tool.Signals.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var (code, error) = Describe(exception, tool);
            output.Error(name, tool.Redactor.Clean(error), code);
            return code;
        }
    }

    private static (ExitCode, ErrorDetail) Describe(Exception exception, Tool tool) => exception switch
    {
        ConfigurationException => (ExitCode.Usage, new("Configuration", exception.Message)),
        LockTimeoutException => (ExitCode.LockTimeout, new(nameof(ExitCode.LockTimeout), exception.Message, "try again.")),
        DatabaseUnreachableException => (ExitCode.Unreachable, new(nameof(ExitCode.Unreachable), exception.Message,
            "check host and port, that the server runs and can be reached from here; or wait longer: --connect-wait 2m")),
        OperationCanceledException when tool.Signals.Token.IsCancellationRequested =>
            (tool.Signals.ExitCode, new("Cancelled", "Cancelled; nothing was changed.")),
        _ => (ExitCode.Unexpected, new("Unexpected", $"unexpected {exception.GetType().Name}: {exception.Message}",
            "this is a bug; please report it, with the details that MIGRATOR_TRACE=1 shows.")
        {
            Facts = tool.Environment("MIGRATOR_TRACE") is { Length: > 0 } ? exception.ToString().Split('\n') : [],
        }),
    };
}
