using System.Diagnostics;
using Migrator.Database;

namespace Migrator.Cli.Settings;

/// <summary>Builds a migrations project and finds the assembly that comes out.</summary>
internal static class ProjectBuild
{
    /// <exception cref="ConfigurationException">There is no such project, no SDK, or it does not build.</exception>
    public static async Task<string> BuildAsync(string project, string configuration, bool build, CancellationToken cancellationToken)
    {
        if (!File.Exists(project))
            throw new ConfigurationException($"There is no project at {project}. Correct --project.");

        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        string[] target = build ? ["-t:Build", "-p:CopyLocalLockFileAssemblies=true"] : [];
        foreach (var argument in (string[])["build", project, "-nologo", "-v", "quiet", "-c", configuration, "-getProperty:TargetPath", .. target])
            start.ArgumentList.Add(argument);
        // What an outer `dotnet run` or test run left for its own MSBuild is not meant for this one.
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(variable);

        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await WaitAsync(process, cancellationToken).ConfigureAwait(false);
            var path = (await output.ConfigureAwait(false)).Trim();
            if (process.ExitCode != 0)
                throw new ConfigurationException($"{project} does not build:\n{(await error.ConfigureAwait(false) + path).Trim()}");
            if (path.Length == 0)
                throw new ConfigurationException($"{project} has several target frameworks. Build it, and name the assembly: --assembly bin/.../{Path.GetFileNameWithoutExtension(project)}.dll");

            return path;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new ConfigurationException("--project needs the .NET SDK (dotnet on PATH). Without it, name the built assembly: --assembly", exception);
        }
    }

    // A build that was not waited for would go on alone.
    private static async Task WaitAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
