using System.CommandLine;
using System.Diagnostics;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;

namespace Migrator.Cli.Verbs.Down;

/// <summary><c>down</c>: reverts what is applied, after asking.</summary>
internal static class DownCommand
{
    public static Command Create(Tool tool)
    {
        var dryRun = DryRunOption.Create();
        var command = new Command("down", "Revert applied migrations")
        {
            dryRun,
            SettingOptions.Text(SettingNames.Target, "TARGET", "-N (the last N), a version or name to stop at, VERSION-N, or zero; required"),
            SettingOptions.Switch(SettingNames.Yes, "Do not ask"),
        };
        foreach (var option in SharedOptions.Changing())
            command.Add(option);

        command.Runs(tool, async (context, cancellationToken) =>
        {
            var target = context.Target(null);
            var engine = await context.CreateEngineAsync(cancellationToken).ConfigureAwait(false);
            if (context.Parsed.GetValue(dryRun))
                return await context.PreviewAsync(target, progress => engine.PreviewDownAsync(target, progress, cancellationToken)).ConfigureAwait(false);

            var start = Stopwatch.GetTimestamp();
            MigrationOutcome outcome;
            using (var progress = context.Output.Progress($"down -> {target}"))
            {
                var confirm = context.Settings.Bool(SettingNames.Yes)
                    ? (_, _) => ValueTask.FromResult(true)
                    : (Func<Plan, CancellationToken, ValueTask<bool>>)((plan, token) => AskAsync(context, plan, token));
                outcome = await engine.DownAsync(target, new DownOptions { Confirm = confirm }, progress.Listener, cancellationToken).ConfigureAwait(false);
            }

            return context.Show(outcome, Stopwatch.GetElapsedTime(start));
        });
        return command;
    }

    private static async ValueTask<bool> AskAsync(VerbContext context, Plan plan, CancellationToken cancellationToken)
    {
        var terminal = context.Tool.Terminal;
        foreach (var step in plan.Steps)
            await terminal.Error.WriteLineAsync($"  would revert {step}").ConfigureAwait(false);
        if (!terminal.CanAsk)
            return false;

        await terminal.Error.WriteAsync($"Revert {plan.Steps.Count}? [y/N] ").ConfigureAwait(false);
        var answer = await Task.Run(terminal.In.ReadLine, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
    }
}
