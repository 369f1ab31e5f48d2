using System.CommandLine;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;

namespace Migrator.Cli.Verbs.Drift;

/// <summary><c>drift</c>: whether the live schema is what its migrations make. Writes nothing there.</summary>
internal static class DriftCommand
{
    public static Command Create(Tool tool)
    {
        var command = new Command("drift", "Compare the live schema with what its migrations make; writes nothing there")
        {
            SettingOptions.Text(SettingNames.Shadow, "CONNECTION", "A server to make a shadow database on (default: the private one) [MIGRATOR_SHADOW]"),
            SettingOptions.Text(SettingNames.Ignore, "PATTERN", "Objects that do not count, such as \"audit_*\" or \"index:ix_dba_*\"; may be repeated"),
        };
        foreach (var option in SharedOptions.Timeouts())
            command.Add(option);

        command.Runs(tool, async (context, cancellationToken) =>
        {
            var options = new DriftOptions { Shadow = context.Shadow(), Ignore = [.. context.Settings.List(SettingNames.Ignore).Select(Pattern)] };
            var engine = await context.CreateEngineAsync(cancellationToken).ConfigureAwait(false);
            DriftResult result;
            using (var progress = context.Output.Progress("drift"))
                result = await engine.DriftAsync(options, progress.Listener, cancellationToken).ConfigureAwait(false);
            if (result.Stopped is { } stopped)
                return context.Show(stopped, TimeSpan.Zero);
            var report = new DriftReport(result);
            context.Output.Drift(report);
            return report.ExitCode;

            IgnorePattern Pattern(string text) => IgnorePattern.TryParse(text, out var pattern) ? pattern
                : throw context.Settings.Bad(SettingNames.Ignore, "must be names with * and ?, with a kind of object before a colon if need be, such as index:ix_dba_*");
        });
        return command;
    }
}
