using System.Diagnostics;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.Programs;

/// <summary>bash, as GitHub's runners and careful scripts start it: the first failure ends it.</summary>
internal static class Shell
{
    // More than any of it takes on a busy machine: what hangs must not hang the test run.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(8);

    // What belongs to the test run itself, to another database, or to the CI that runs the tests.
    private static readonly string[] NotTheirs = ["MSBUILD", "MIGRATOR_", "PG", "GITHUB_", "RUNNER_"];

    /// <summary>Runs a script to its end.</summary>
    /// <param name="script">What bash runs.</param>
    /// <param name="directory">Its working directory.</param>
    /// <param name="environment">Variables beside the usual ones.</param>
    /// <param name="input">What it reads on stdin, where it has no terminal to ask.</param>
    public static async Task<ToolResult> RunAsync(
        string script, string directory, IReadOnlyDictionary<string, string>? environment = null, string input = "")
    {
        // A session of its own has no terminal: a program that asks for a password then reads stdin.
        var info = new ProcessStartInfo("setsid", ["--wait", "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in info.Environment.Keys.Where(
            name => NotTheirs.Any(start => name.StartsWith(start, StringComparison.Ordinal))).ToList())
            info.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            info.Environment[name] = value;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Longest);
        var cancellationToken = limit.Token;
        using var process = Process.Start(info)!;
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"It did not end: {script}");
        }

        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Runs a script that must succeed; gives its stdout.</summary>
    public static async Task<string> SucceedAsync(
        string script, string directory, IReadOnlyDictionary<string, string>? environment = null, string input = "")
    {
        var result = await RunAsync(script, directory, environment, input);
        Assert.True(result.ExitCode == 0, $"{script}\n{result}");
        return result.Out;
    }
}
