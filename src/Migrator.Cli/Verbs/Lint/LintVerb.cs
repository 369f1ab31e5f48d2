using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;

namespace Migrator.Cli.Verbs.Lint;

/// <summary><c>lint</c>: looks for unsafe changes in the migrations. No database.</summary>
internal sealed class LintVerb() : Verb("lint", "Look for unsafe changes in the migrations; no database")
{
    private static readonly TextSetting Since = new("since", "VERSION",
        "Only migrations above this one, a version or a name (default: all)")
    {
        Place = SettingPlace.AtEachRun,
        Note = "of `lint`",
        Default = "all migrations",
    };

    private static readonly PathSetting SinceManifest = new("since-manifest", "FILE",
        "Only migrations that this manifest does not have, such as the target branch's")
    {
        Place = SettingPlace.AtEachRun,
        Note = "of `lint`",
        Default = "all migrations",
    };

    private static readonly PathSetting Sarif = new("sarif", "FILE", "Write the findings as SARIF 2.1.0, too")
    {
        Place = SettingPlace.AtEachRun,
        Note = "of `lint`",
        Default = "none",
    };

    public override IReadOnlyList<string> Examples =>
    [
        "dotnet migrator lint --since 20260114093000",
        "dotnet migrator lint --server-version 16",
        "dotnet migrator lint --since-manifest main/migrations.manifest.json --sarif lint.sarif",
    ];

    public override IReadOnlyList<Setting> Settings =>
        [
            Since, SinceManifest, SharedSettings.FailOn with { Help = "Exit 5 from this severity on (default error)" },
            SharedSettings.ServerVersion, Sarif,
        ];

    public override async Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var (options, failOn) = (LintSettings.Options(context.Settings) with { Server = context.Get(SharedSettings.ServerVersion) },
            LintSettings.FailOn(context.Settings));
        var sarif = context.Get(Sarif);
        var assembly = await context.MigrationsAsync(cancellationToken).ConfigureAwait(false);
        var includes = Base(context, assembly);
        var report = MigrationEngine.Lint(assembly, includes is null ? options : options with { Includes = includes },
            context.Selection);
        var result = new LintResult(SourcePaths.From(context.Tool.WorkingDirectory, report), failOn,
            hasBase: includes is not null);
        if (sarif is not null)
            Write(sarif, result);
        return result;
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
    private static Func<MigrationDescriptor, bool>? Base(VerbContext context, MigrationAssembly assembly)
    {
        var since = context.Get(Since);
        var file = context.Get(SinceManifest);
        if (since is not null && file is not null)
            throw new ConfigurationException("Both --since and --since-manifest are given. Give one of them.");
        if (since is not null)
            return LintBase.Since(assembly, Target.TryParse(since, out var target)
                ? target : throw context.Settings.Bad(Since, "must be a version or a name"), context.Selection);

        return file is null ? null : LintBase.Without(ToolSettings.Manifest(file));
    }
}
