using System.CommandLine;
using System.Diagnostics;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Verbs.Wait;

/// <summary><c>wait</c>: waits until the database has what this build needs. Writes nothing, locks nothing.</summary>
internal static class WaitCommand
{
    // As the deploy lock's: a deploy that takes longer is watched by a person.
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    public static Command Create(Tool tool)
    {
        var command = new Command("wait", "Wait until the database has what this build needs; writes nothing")
        {
            SettingOptions.Text(SettingNames.Target, "TARGET", "latest (default), a version, a name, or VERSION+N / VERSION-N"),
            SettingOptions.Text(SettingNames.Timeout, "TIME", "How long to wait (default 5m; 0 looks once)"),
        };
        command.Runs(tool, async (context, cancellationToken) =>
        {
            var wait = new WaitOptions { Target = context.Target("latest"), Wait = context.Settings.Time(SettingNames.Timeout, DefaultTimeout) };
            var start = Stopwatch.GetTimestamp();
            var result = await WaitAsync(context, wait, context.Output.WaitProgress(wait.Wait).Report, cancellationToken).ConfigureAwait(false);
            context.Output.Waited(result, wait.Target, Stopwatch.GetElapsedTime(start));
            return (ExitCode)result.Verdict.ExitCode();
        });
        return command;
    }

    // A manifest is all that is needed: an init container may have nothing else.
    private static async Task<SchemaCheckResult> WaitAsync(
        VerbContext context, WaitOptions wait, Action<SchemaCheckResult> waiting, CancellationToken cancellationToken)
    {
        if (ToolSettings.Manifest(context.Settings) is { } manifest)
            return await MigrationEngine.WaitAsync(manifest, context.Database(), ToolSettings.Selection(context.Settings).Tags, wait,
                ToolSettings.Engine(context.Settings), waiting, cancellationToken).ConfigureAwait(false);

        var engine = await context.CreateEngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.WaitAsync(wait, waiting, cancellationToken).ConfigureAwait(false);
    }
}
