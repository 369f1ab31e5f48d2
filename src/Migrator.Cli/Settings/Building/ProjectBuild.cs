namespace Migrator.Cli.Settings.Building;

/// <summary>Builds a migrations project and finds the assembly that comes out.</summary>
internal static class ProjectBuild
{
    /// <exception cref="ConfigurationException">There is no such project, no SDK, or it does not build.</exception>
    public static async Task<string> BuildAsync(string project, string configuration, bool build,
        CancellationToken cancellationToken)
    {
        if (!File.Exists(project))
            throw new ConfigurationException($"There is no project at {project}. Correct --project.");

        string[] target = build ? ["-t:Build", "-p:CopyLocalLockFileAssemblies=true"] : [];
        var (exitCode, output, error) = await DotnetSdk.RunAsync(
            ["build", project, "-nologo", "-v", "quiet", "-c", configuration, "-getProperty:TargetPath", .. target],
            cancellationToken).ConfigureAwait(false);
        var path = output.Trim();
        if (exitCode != 0)
            throw new ConfigurationException($"{project} does not build:\n{(error + path).Trim()}");
        if (path.Length == 0)
            throw new ConfigurationException($"{project} has several target frameworks. Build it, and name the assembly: "
                + $"--assembly bin/.../{Path.GetFileNameWithoutExtension(project)}.dll");

        return path;
    }
}
