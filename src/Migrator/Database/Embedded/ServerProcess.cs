using System.Diagnostics;

namespace Migrator.Database.Embedded;

/// <summary>Runs one of the server's programs to its end.</summary>
internal static class ServerProcess
{
    public static async Task<Result> RunAsync(string program, IReadOnlyList<string> arguments,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // A message in another language could not be searched for on the web, and PG* variables are meant for clients.
        start.Environment["LC_ALL"] = "C";
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(variable);

        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return new(127, "", exception.Message);
        }
    }

    /// <summary>What a program said.</summary>
    public sealed record Result(int ExitCode, string Output, string Error);
}
