using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Verbs.Manifest;

/// <summary><c>manifest</c>: writes the committed list of migrations, or says whether it is up to date. No database.</summary>
internal sealed class ManifestVerb()
    : Verb("manifest", "Write the list of migrations that the application is built with; no database")
{
    private static readonly SwitchSetting OnlyCheck = new("check",
        "Write nothing; exit 9 if the committed manifest is not what the migrations are")
    {
        Place = SettingPlace.FlagOnly,
    };

    public override IReadOnlyList<string> Examples => ["dotnet migrator manifest", "dotnet migrator manifest --check"];

    public override IReadOnlyList<Setting> Settings => [OnlyCheck];

    public override async Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var path = PathOf(context);
        var assembly = await context.MigrationsAsync(cancellationToken).ConfigureAwait(false);
        var built = MigrationEngine.CreateManifest(assembly, context.Selection);
        if (built.Invalid.Count > 0)
            return new ManifestResult(path, built, [], File.Exists(path), wrote: false, stale: false);
        return context.Get(OnlyCheck) ? Check(path, built) : Write(path, built);
    }

    private static string PathOf(VerbContext context)
    {
        if (context.Get(SharedSettings.Manifest) is { } file)
            return file;
        if (context.Tool.Bundled is not null)
            return Path.Combine(context.Tool.WorkingDirectory, SchemaManifest.FileName);
        if (NamedMigrations.Of(context.Settings).Projects is [var project, ..])
            return Path.Combine(Path.GetDirectoryName(project)!, SchemaManifest.FileName);

        throw new ConfigurationException($"Where is the manifest? Give --project, beside which it lies, or --manifest "
            + $"path/to/{SchemaManifest.FileName}.");
    }

    private static ManifestResult Check(string path, BuiltManifest built)
    {
        (built, var committed, var differences) = Compare(path, built);
        return new(path, built, differences, committed is not null, wrote: false, stale: !IsWritten(built, committed));
    }

    private static ManifestResult Write(string path, BuiltManifest built)
    {
        (built, var committed, var differences) = Compare(path, built);
        if (committed == built.Text)
            return new(path, built, [], exists: true, wrote: false, stale: false);

        WholeFile.Write(path, built.Text, "manifest");
        return new(path, built, differences, committed is not null, wrote: true, stale: false);
    }

    // One that was written before it said what wrote the SQL is as it should be, where that means the same.
    private static bool IsWritten(BuiltManifest built, string? committed) =>
        committed is not null && (committed == built.Text || committed == built.TextWithoutGenerator);

    // Line ends do not count: git may have made them others.
    private static (BuiltManifest Built, string? Committed, IReadOnlyList<string> Differences) Compare(
        string path, BuiltManifest built)
    {
        if (!File.Exists(path))
            return (built, null, []);

        try
        {
            var committed = File.ReadAllText(path).ReplaceLineEndings("\n");
            var manifest = SchemaManifest.Load(path);
            built = built.Keeping(manifest);
            var differences = ManifestDifference.Of(manifest, built.Manifest);
            return (built, committed,
                IsWritten(built, committed) || differences.Count > 0 ? differences : ["~ the same migrations, written differently"]);
        }
        catch (ManifestException exception)
        {
            // A merge that was left in the middle, for example: to be written anew.
            return (built, "", [$"~ {exception.Message}"]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The manifest {path} cannot be read: {exception.Message}", exception);
        }
    }
}
