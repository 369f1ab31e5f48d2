using Migrator.Cli.Terminal;

namespace Migrator.Cli.Showing;

/// <summary>The places beside the two streams where a result is told: whatever the variables and files around the process ask
/// for.</summary>
internal static class Surroundings
{
    public static IReadOnlyList<IResultSink> Of(TerminalStreams terminal, Func<string, string?> environment)
    {
        List<IResultSink> sinks = [];
        var path = environment("MIGRATOR_TERMINATION_LOG") is { Length: > 0 } given ? given : TerminationMessage.DefaultPath;
        if (File.Exists(path))
            sinks.Add(new TerminationMessage(path));
        if (environment("GITHUB_ACTIONS") == "true")
            sinks.Add(new GitHubActions(terminal.Error,
                environment("GITHUB_STEP_SUMMARY") is { Length: > 0 } file ? file : null));
        return sinks;
    }
}
