using System.CommandLine;
using System.Diagnostics;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;

namespace Migrator.Cli.Verbs.Up;

/// <summary><c>up</c>: applies what is pending.</summary>
internal static class UpCommand
{
    public static Command Create(Tool tool)
    {
        var dryRun = DryRunOption.Create();
        var command = new Command("up", "Apply pending migrations")
        {
            dryRun,
            SettingOptions.Text(SettingNames.Target, "TARGET", "latest (default), a version, a name, +N, or VERSION+N / VERSION-N"),
            SettingOptions.Text(SettingNames.OutOfOrder, "allow|refuse", "Pending migrations below the newest applied one (default refuse)"),
            SettingOptions.Text(SettingNames.Edited, "allow|refuse", "Migrations that were edited after they were applied (default refuse)"),
            SettingOptions.Text(SettingNames.StaleManifest, "allow|refuse", "Migrations that the manifest does not have (default refuse; allow on \"embedded\")"),
            SettingOptions.Text(SettingNames.Lint, "off|warn|refuse", "Unsafe changes in the pending migrations (default off)"),
            SettingOptions.Text(SettingNames.FailOn, "note|warning|error", "--lint refuses from this severity on (default error)"),
            SettingOptions.Switch(SettingNames.AllowBreaking, "Apply breaking changes: no older build of the application runs any more"),
            SettingOptions.Text(SettingNames.Profile, "NAME", "A profile to apply after the migrations, each time"),
        };
        foreach (var option in SharedOptions.Changing())
            command.Add(option);

        command.Runs(tool, async (context, cancellationToken) =>
        {
            var target = context.Target("latest");
            var policy = new PlanPolicy(
                context.Settings.OneOf(SettingNames.OutOfOrder, "refuse", "allow", "refuse") == "allow",
                context.Settings.Bool(SettingNames.AllowBreaking),
                context.Settings.OneOf(SettingNames.Edited, "refuse", "allow", "refuse") == "allow");
            var staleManifest = context.Settings.OneOf(
                SettingNames.StaleManifest, ConnectionSetting.IsEmbedded(context.Settings) ? "allow" : "refuse", "allow", "refuse");
            var options = new UpOptions { Policy = policy, AllowStaleManifest = staleManifest == "allow", Lint = LintSettings.Policy(context.Settings) };
            var engine = await context.CreateEngineAsync(cancellationToken).ConfigureAwait(false);
            if (context.Parsed.GetValue(dryRun))
                return await context.PreviewAsync(target, progress => engine.PreviewUpAsync(target, options, progress, cancellationToken)).ConfigureAwait(false);

            var start = Stopwatch.GetTimestamp();
            MigrationOutcome outcome;
            using (var progress = context.Output.Progress($"up -> {target}"))
                outcome = await engine.UpAsync(target, options, progress.Listener, cancellationToken).ConfigureAwait(false);

            return context.Show(outcome, Stopwatch.GetElapsedTime(start));
        });
        return command;
    }
}
