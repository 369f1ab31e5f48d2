using System.CommandLine;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Terminal;
using Migrator.Cli.Verbs.Rehearse.Page;

namespace Migrator.Cli.Verbs.Rehearse;

/// <summary><c>rehearse</c>: what the pending migrations would do, seen on a shadow database. Writes nothing to the real one.</summary>
internal static class RehearseCommand
{
    private static readonly string[] Levels = [.. Enum.GetValues<Verdict>().Select(VerdictWords.Name)];

    public static Command Create(Tool tool)
    {
        var command = new Command("rehearse", "Run the pending migrations on a shadow database, up, down and up, and tell what they would block")
        {
            SettingOptions.Text(SettingNames.Shadow, "CONNECTION", "A server to make a shadow database on (default: the private one) [MIGRATOR_SHADOW]"),
            SettingOptions.Text(SettingNames.FromSchema, "FILE", "A pg_dump --schema-only to begin with (default: what the applied migrations make)"),
            SettingOptions.Text(SettingNames.From, "VERSION", "Without a connection: the version that is applied before (default: none)"),
            SettingOptions.Text(SettingNames.Target, "TARGET", "latest (default), a version, a name, +N, or VERSION+N / VERSION-N"),
            SettingOptions.Text(SettingNames.Level, "LEVEL", $"Exit 5 above it: {string.Join(", ", Levels[..^1])} (default: only tell)"),
            SettingOptions.Text(SettingNames.Report, "FILE", "Write a page of it, too: tables against migrations, and a timeline"),
            SettingOptions.Text(SettingNames.Markdown, "FILE", "Write it as markdown, too, for a comment on a pull request"),
            SettingOptions.Switch(SettingNames.ShowSql, "Show the SQL of the statements"),
        };
        command.Runs(tool, async (context, cancellationToken) =>
        {
            var settings = context.Settings;
            Verdict? level = settings.Find(SettingNames.Level) is null ? null
                : (Verdict)Array.IndexOf(Levels, settings.OneOf(SettingNames.Level, "", Levels));
            var options = new RehearsalOptions
            {
                Shadow = context.Shadow(),
                HasDatabase = ConnectionSetting.IsGiven(settings),
                From = From(settings),
                FromSchema = settings.PathOf(SettingNames.FromSchema),
                Target = context.Target("latest"),
            };
            var (page, markdown) = (settings.PathOf(SettingNames.Report), settings.PathOf(SettingNames.Markdown));
            WholeFile.Check(page, "report");
            WholeFile.Check(markdown, "report");
            var engine = await context.CreateEngineAsync(
                options.HasDatabase ? context.Database() : ToolSettings.Database(settings, options.Shadow), cancellationToken).ConfigureAwait(false);
            RehearsalResult result;
            using (var progress = context.Output.Progress("rehearse"))
                result = await engine.RehearseAsync(options, progress.Listener, cancellationToken).ConfigureAwait(false);

            var report = new RehearsalReport(result, level, settings.Bool(SettingNames.ShowSql), result.Stopped is { } stopped ? context.Report(stopped) : null);
            var lint = page is null && markdown is null ? null : engine.Lint(result);
            if (page is not null)
                WholeFile.Write(page, RehearsalPage.Of(report, lint, TimeProvider.System.GetUtcNow()), "report");
            if (markdown is not null)
                WholeFile.Write(markdown, RehearsalMarkdown.Of(report, lint), "report");

            context.Output.Rehearsal(report);
            return report.ExitCode;
        });
        return command;
    }

    private static long? From(SettingsReader settings) => settings.Find(SettingNames.From) is not { } text ? null
        : ConnectionSetting.IsGiven(settings) ? throw settings.Bad(SettingNames.From, "cannot be given along with a connection: the database says what it has")
        : long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var version) ? version
        : throw settings.Bad(SettingNames.From, "must be the version of a migration");
}
