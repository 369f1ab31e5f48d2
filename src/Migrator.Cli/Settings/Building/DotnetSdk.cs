using System.ComponentModel;
using System.Diagnostics;

namespace Migrator.Cli.Settings.Building;

/// <summary>The .NET SDK as a program.</summary>
internal static class DotnetSdk
{
    /// <summary>Runs <c>dotnet</c> to its end; a cancellation ends it, and what it started, first.</summary>
    /// <exception cref="ConfigurationException">It is not installed.</exception>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(IEnumerable<string> arguments,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        // What an outer `dotnet run` or test run left for its own MSBuild is not meant for this one.
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD",
            StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(variable);

        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await WaitAsync(process, cancellationToken).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (Win32Exception exception)
        {
            throw new ConfigurationException("--project needs the .NET SDK (dotnet on PATH). Without it, a built assembly can "
                + "be applied: --assembly", exception);
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
