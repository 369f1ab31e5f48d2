using System.CommandLine;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Verbs.Manifest;

/// <summary><c>manifest</c>: writes the committed list of migrations, or says whether it is up to date. No database.</summary>
internal static class ManifestCommand
{
    public static Command Create(Tool tool)
    {
        var check = new Option<bool>("--check")
        {
            Description = "Write nothing; exit 9 if the committed manifest is not what the migrations are",
            Arity = ArgumentArity.Zero,
        };
        var command = new Command("manifest", "Write the list of migrations that the application is built with; no database")
        {
            check,
        };
        command.Runs(tool, async (context, cancellationToken) =>
        {
            var path = PathOf(context);
            var assembly = await context.MigrationsAsync(cancellationToken).ConfigureAwait(false);
            var built = MigrationEngine.CreateManifest(assembly);
            var report = context.Parsed.GetValue(check) ? Check(path, built) : Write(path, built);
            context.Output.Manifest(report);
            return report.Stale ? ExitCode.Diverged : ExitCode.Success;
        });
        return command;
    }

    private static string PathOf(VerbContext context)
    {
        var settings = context.Settings;
        if (settings.PathOf(SettingNames.Manifest) is { } file)
            return file;
        if (context.Tool.Bundled is not null)
            return Path.Combine(context.Tool.WorkingDirectory, SchemaManifest.FileName);
        if (ToolSettings.ProjectPath(settings) is { } project)
            return Path.Combine(Path.GetDirectoryName(project)!, SchemaManifest.FileName);

        throw new ConfigurationException($"Where is the manifest? Give --project, beside which it lies, or --manifest path/to/{SchemaManifest.FileName}.");
    }

    private static ManifestReport Check(string path, BuiltManifest built)
    {
        var (committed, differences) = Compare(path, built);
        return new(path, built, differences, committed is not null, Wrote: false, Stale: committed != built.Text);
    }

    private static ManifestReport Write(string path, BuiltManifest built)
    {
        var (committed, differences) = Compare(path, built);
        if (committed == built.Text)
            return new(path, built, [], Exists: true, Wrote: false, Stale: false);

        WholeFile.Write(path, built.Text, "manifest");
        return new(path, built, differences, committed is not null, Wrote: true, Stale: false);
    }

    // Line ends do not count: git may have made them others.
    private static (string? Committed, IReadOnlyList<string> Differences) Compare(string path, BuiltManifest built)
    {
        if (!File.Exists(path))
            return (null, []);

        try
        {
            var committed = File.ReadAllText(path).ReplaceLineEndings("\n");
            var differences = ManifestDifference.Of(SchemaManifest.Load(path), built.Manifest);
            return (committed, committed == built.Text || differences.Count > 0 ? differences : ["~ the same migrations, written differently"]);
        }
        catch (ManifestException exception)
        {
            // A merge that was left in the middle, for example: to be written anew.
            return ("", [$"~ {exception.Message}"]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The manifest {path} cannot be read: {exception.Message}", exception);
        }
    }
}
