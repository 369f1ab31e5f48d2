using Migrator.Cli.Settings.Building;

namespace Migrator.Cli.Verbs.Bundle;

/// <summary>Makes one executable of the tool and a migrations project.</summary>
internal static class Bundle
{
    /// <summary>Makes it.</summary>
    /// <param name="project">The migrations project.</param>
    /// <param name="options">How.</param>
    /// <param name="saying">Told what it does, since it takes long.</param>
    /// <param name="cancellationToken">Ends it; nothing is left at the place of the result.</param>
    /// <exception cref="ConfigurationException">The project cannot be bundled; the message says why.</exception>
    public static async Task<BundleResult> MakeAsync(string project, BundleOptions options, Action<string> saying,
        CancellationToken cancellationToken)
    {
        saying($"Building {Path.GetFileName(project)}");
        var built = MigrationAssembly.Load(await ProjectBuild.BuildAsync(project, options.Configuration, build: true,
            cancellationToken).ConfigureAwait(false)).WithGenerator(options.Generator);
        var migrations = MigrationEngine.ReadCatalog(built).KnownVersions.Count;
        var bundle = BundleProject.Write(project, built.Assembly.GetName().Name!, MigrationIndex.Of(built), options);

        saying(options.Native ? "Compiling to native code, about a minute" : "Bundling with its runtime");
        var (exitCode, output, error) = await DotnetSdk.RunAsync(
            ["publish", bundle.Path, "-c", options.Configuration, "-nologo", "-v", "minimal", "-tl:off", "-o", bundle.Output],
            cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
            throw new ConfigurationException(
                $"{project} cannot be bundled:\n{string.Join('\n', PublishLog.Errors(output + error))}");

        var doubts = options.Native ? PublishLog.NotNative(output + error) : [];
        if (doubts.Count > 0 && !options.AllowsWarnings)
            throw new ConfigurationException(
                $"{project} may not work as native code:\n{string.Join('\n', doubts)}\n"
                + "Change these migrations; or bundle the runtime instead of compiling: --no-aot; or, if you know that it "
                + "works, --aot-warnings allow");

        return new(Place(bundle.Program(options.Runtime), options.File), options.Runtime, options.Native, migrations, doubts);
    }

    // Under another name first: who runs the old one meanwhile keeps it, and there is never half a file.
    private static FileInfo Place(string program, string file)
    {
        var part = file + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Copy(program, part, overwrite: true);
            File.Move(part, file, overwrite: true);
            return new(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(part))
                File.Delete(part);
            throw new ConfigurationException($"--file {file} cannot be written: {exception.Message}", exception);
        }
    }
}
