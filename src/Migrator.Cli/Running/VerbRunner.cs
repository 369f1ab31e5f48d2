using System.CommandLine;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Running;

/// <summary>Runs a verb and shows its result; the one place that turns an exception into one.</summary>
internal static class VerbRunner
{
    public static async Task<ExitCode> RunAsync(Verb verb, ParseResult parsed, string? argument, Tool tool)
    {
        var presenter = tool.Presenter(SettingOptions.WantJson(parsed, tool.Environment));
        Result result;
        try
        {
            var settings = new SettingsReader(
                SettingOptions.Given(parsed), tool.Environment, ProjectFile.Find(tool.WorkingDirectory, tool.KnownSettings),
                tool.WorkingDirectory);
            if (settings.Get(SharedSettings.Output) == "json")
                presenter = tool.Presenter(isJson: true);
            var context = new VerbContext(verb, settings, argument, presenter, tool);
            if (OwnVariables.Check(tool.VariableNames().Where(name => settings.Environment(name) is not null), verb.Name,
                [.. SharedSettings.OfAllVerbs(tool.Bundled is not null), .. verb.Settings], tool.KnownSettings) is { } note)
                context.Note(note);
            result = await verb.RunAsync(context, tool.Signals.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            result = ResultOf(exception, tool);
        }

        var code = presenter.Show(verb.Name, result);
        if (tool.HasStartedServer)
            tool.Note("the private PostgreSQL goes on. To end it: dotnet migrator embedded stop");
        return code;
    }

    private static ErrorResult ResultOf(Exception exception, Tool tool) => exception switch
    {
        ConfigurationException => new(new("Configuration", exception.Message), ExitCode.Usage),
        LockTimeoutException => new(new(nameof(ExitCode.LockTimeout), exception.Message, "try again."), ExitCode.LockTimeout),
        DatabaseUnreachableException => new(new(nameof(ExitCode.Unreachable), exception.Message,
            "check host and port, that the server runs and can be reached from here; or wait longer: --connect-wait 2m"),
            ExitCode.Unreachable),
        OperationCanceledException when tool.Signals.Token.IsCancellationRequested =>
            new(new("Cancelled", "Cancelled; nothing was changed."), tool.Signals.ExitCode),
        _ => new(new("Unexpected", $"unexpected {exception.GetType().Name}: {exception.Message}",
            "this is a bug; please report it, with the details that MIGRATOR_TRACE=1 shows.")
        {
            Facts = tool.Traces ? exception.ToString().Split('\n') : [],
        }, ExitCode.Unexpected),
    };
}
