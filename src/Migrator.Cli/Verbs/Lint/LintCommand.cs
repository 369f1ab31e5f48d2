using System.CommandLine;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;

namespace Migrator.Cli.Verbs.Lint;

/// <summary><c>lint</c>: looks for unsafe changes in the migrations. No database.</summary>
internal static class LintCommand
{
    public static Command Create(Tool tool)
    {
        var command = new Command("lint", "Look for unsafe changes in the migrations; no database")
        {
            SettingOptions.Text(SettingNames.Since, "VERSION", "Only migrations above this one, a version or a name (default: all)"),
            SettingOptions.Text(SettingNames.SinceManifest, "FILE", "Only migrations that this manifest does not have, such as the target branch's"),
            SettingOptions.Text(SettingNames.FailOn, "note|warning|error", "Exit 5 from this severity on (default error)"),
            SettingOptions.Text(SettingNames.Sarif, "FILE", "Write the findings as SARIF 2.1.0, too"),
        };
        command.Runs(tool, async (context, cancellationToken) =>
        {
            var settings = context.Settings;
            var (options, failOn) = (LintSettings.Options(settings), LintSettings.FailOn(settings));
            var sarif = settings.PathOf(SettingNames.Sarif);
            var assembly = await context.MigrationsAsync(cancellationToken).ConfigureAwait(false);
            var includes = Base(settings, assembly);
            var report = MigrationEngine.Lint(assembly, includes is null ? options : options with { Includes = includes });
            var result = new LintResult(SourcePaths.From(tool.WorkingDirectory, report), failOn, HasBase: includes is not null);
            if (sarif is not null)
                Write(sarif, result);

            context.Output.Lint(result);
            return result.ExitCode;
        });
        return command;
    }

    private static void Write(string sarif, LintResult result)
    {
        try
        {
            SarifFile.Write(sarif, result.Report);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The SARIF file {sarif} cannot be written: {exception.Message}", exception);
        }
    }

    // What is deployed already is past helping: nobody should have to hear of it on every pull request.
    private static Func<MigrationDescriptor, bool>? Base(SettingsReader settings, MigrationAssembly assembly)
    {
        var since = settings.Find(SettingNames.Since);
        var file = settings.PathOf(SettingNames.SinceManifest);
        if (since is not null && file is not null)
            throw new ConfigurationException("Both --since and --since-manifest are given. Give one of them.");
        if (since is not null)
            return LintBase.Since(assembly, Target.TryParse(since, out var target) ? target : throw settings.Bad(SettingNames.Since, "must be a version or a name"));

        return file is null ? null : LintBase.Without(ToolSettings.Manifest(file));
    }
}
