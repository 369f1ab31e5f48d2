using Migrator.Cli.Settings.Building;

namespace Migrator.Cli.Verbs.Bundle;

/// <summary>Makes one executable of the tool and the migrations projects.</summary>
internal static class Bundle
{
    /// <summary>Makes it.</summary>
    /// <param name="projects">The migrations projects.</param>
    /// <param name="options">How.</param>
    /// <param name="saying">Told what it does, since it takes long.</param>
    /// <param name="cancellationToken">Ends it; nothing is left at the place of the result.</param>
    /// <exception cref="ConfigurationException">The project cannot be bundled; the message says why.</exception>
    public static async Task<BundleResult> MakeAsync(IReadOnlyList<string> projects, BundleOptions options, Action<string> saying,
        CancellationToken cancellationToken)
    {
        List<string> files = [];
        foreach (var project in projects)
        {
            saying($"Building {Path.GetFileName(project)}");
            files.Add(await ProjectBuild.BuildAsync(project, options.Configuration, build: true, cancellationToken)
                .ConfigureAwait(false));
        }

        VerifyNames(projects, files);
        var built = MigrationAssembly.Load(files).WithGenerator(options.Generator);
        var catalog = MigrationEngine.ReadCatalog(built, options.Selection with { Tags = [], Profile = null });
        var bundle = BundleProject.Write(projects, [.. built.Assemblies.Select(assembly => assembly.GetName().Name!)],
            MigrationIndex.Of(built), options);
        var all = string.Join(", ", projects);

        saying(options.Native ? "Compiling to native code, about a minute" : "Bundling with its runtime");
        var (exitCode, output, error) = await DotnetSdk.RunAsync(
            ["publish", bundle.Path, "-c", options.Configuration, "-nologo", "-v", "minimal", "-tl:off", "-o", bundle.Output],
            cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
            throw new ConfigurationException(
                $"{all} cannot be bundled:\n{string.Join('\n', PublishLog.Errors(output + error))}");

        var doubts = options.Native ? PublishLog.NotNative(output + error) : [];
        if (doubts.Count > 0 && !options.AllowsWarnings)
            throw new ConfigurationException(
                $"{all} may not work as native code:\n{string.Join('\n', doubts)}\n"
                + "Change these migrations; or bundle the runtime instead of compiling: --no-aot; or, if you know that it "
                + "works, --aot-warnings allow");

        return new(Place(bundle.Program(options.Runtime), options.File), options.Runtime, options.Native,
            catalog.Migrations.Count + catalog.LeftOut.Count(one => one.Namespace is null), doubts);
    }

    // In one program, an assembly is known by its name alone.
    private static void VerifyNames(IReadOnlyList<string> projects, List<string> files)
    {
        foreach (var same in projects.Zip(files).GroupBy(one => Path.GetFileName(one.Second), StringComparer.OrdinalIgnoreCase))
        {
            if (same.ToArray() is [var first, var second, ..])
                throw new ConfigurationException($"{first.First} and {second.First} cannot be in one bundle: both make "
                    + $"{same.Key}. Give one of them another AssemblyName.");
        }
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
