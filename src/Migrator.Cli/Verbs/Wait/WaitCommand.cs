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
            var target = context.Target("latest");
            var timeout = context.Settings.Time(SettingNames.Timeout, DefaultTimeout);
            var database = context.Database();
            var (catalog, name) = await CatalogAsync(context, cancellationToken).ConfigureAwait(false);
            var wait = new SchemaWait(catalog, database, target, name, ToolSettings.Engine(context.Settings));
            var start = Stopwatch.GetTimestamp();
            var result = await wait.WaitAsync(timeout, context.Output.WaitProgress(timeout).Report, cancellationToken).ConfigureAwait(false);

            context.Output.Waited(result, target, Stopwatch.GetElapsedTime(start));
            return (ExitCode)result.Verdict.ExitCode();
        });
        return command;
    }

    // A manifest is all that is needed: an init container may have nothing else.
    private static async Task<(MigrationCatalog, string)> CatalogAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var selection = ToolSettings.Selection(context.Settings);
        if (ToolSettings.Manifest(context.Settings) is { } manifest)
            return (MigrationCatalog.Of(manifest, selection.Tags), "This build");

        var assembly = await context.MigrationsAsync(cancellationToken).ConfigureAwait(false);
        return (MigrationCatalog.Of(assembly, selection), assembly.Assembly.GetName().Name!);
    }
}
