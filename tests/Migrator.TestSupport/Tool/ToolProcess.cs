using System.Diagnostics;
using System.Text;

namespace Migrator.TestSupport.Tool;

/// <summary>
/// The built tool as a process: with a clean environment and a directory of its own, its streams captured. Every run is checked:
/// no password in use, no row data and no stack trace may be in what it says.
/// </summary>
public sealed class ToolProcess : IAsyncDisposable
{
    private static int _searched;

    private readonly Process _process;
    private readonly WorkingDirectory? _directory;
    private readonly TimeSpan _longest;
    private readonly IReadOnlyList<string> _secrets;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();
    private readonly Lock _gate = new();
    private readonly Task _pumps;
    private TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ToolProcess(Process process, WorkingDirectory? directory, TimeSpan longest, IReadOnlyList<string> secrets)
    {
        _longest = longest;
        _process = process;
        _directory = directory;
        _secrets = secrets;
        _pumps = Task.WhenAll(PumpAsync(process.StandardOutput, _out), PumpAsync(process.StandardError, _error));
    }

    /// <summary>How many runs' outputs were searched.</summary>
    public static int Searched => _searched;

    public static ToolProcess Start(ToolStart start)
    {
        start = TestBundle.Adapt(start);
        var directory = start.Directory is null ? new WorkingDirectory() : null;
        var info = CommandLine(start);
        info.WorkingDirectory = start.Directory ?? directory!.Path;
        info.RedirectStandardInput = info.RedirectStandardOutput = info.RedirectStandardError = true;
        info.Environment.Clear();
        foreach (var (name, value) in Surroundings(info.WorkingDirectory).Concat(start.Environment))
            info.Environment[name] = value;

        var process = Process.Start(info)!;
        if (!start.OnTerminal)
            process.StandardInput.Close();
        if (start.ReaderGone)
            process.StandardOutput.Close();
        return new(process, directory, start.Longest, Passwords.In(start));
    }

    /// <summary>What it has said so far, on both streams.</summary>
    public string Said
    {
        get
        {
            lock (_gate)
                return $"{_out}{_error}";
        }
    }

    /// <summary>Sends a signal to it; fails if it has ended, since its number may be another's by then.</summary>
    public void Send(Signal signal)
    {
        Assert.False(_process.HasExited, $"It has ended already.\n{_out}\n{_error}");
        signal.SendTo(_process.Id);
    }

    /// <summary>Types a line on the terminal.</summary>
    public async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until it says a text, on either stream; fails if it ends without.</summary>
    public async Task UntilItSaysAsync(string text)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_longest);
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (_out.ToString().Contains(text, StringComparison.Ordinal)
                    || _error.ToString().Contains(text, StringComparison.Ordinal))
                    return;
                more = _said.Task;
            }

            var ended = _pumps.IsCompleted;
            Assert.False(ended, $"It ended without saying: {text}\n{_out}\n{_error}");
            await Task.WhenAny(more, _pumps).WaitAsync(limit.Token);
        }
    }

    /// <summary>Waits for its end and gives what it said.</summary>
    public async Task<ToolResult> EndAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_longest);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            await _pumps.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"It did not end.\n{_out}\n{_error}");
        }

        var result = new ToolResult(_process.ExitCode, _out.ToString(), _error.ToString());
        Interlocked.Increment(ref _searched);
        foreach (var secret in _secrets)
            Assert.False(result.ToString().Contains(secret, StringComparison.OrdinalIgnoreCase),
                $"A password or row data ({secret}) is in the output.\n{result}");
        Assert.False(result.ToString().Contains("\n   at ", StringComparison.Ordinal),
            $"A stack trace is in the output.\n{result}");
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _directory?.Dispose();
    }

    private static ProcessStartInfo CommandLine(ToolStart start)
    {
        string[] command = [.. start.Wrapper, .. start.Program, .. start.Arguments];
        if (start.OnTerminal)
            return new("script", ["-qec", $"{string.Join(' ', command.Select(Quote))} {start.Redirection}", "/dev/null"]);
        if (start.Redirection.Length > 0)
            return new("/bin/sh", ["-c", $"exec \"$0\" \"$@\" {start.Redirection}", .. command]);

        return new(command[0], command[1..]);
    }

    private static string Quote(string word) => "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";

    // What any process needs, and nothing that a developer's or a CI's shell happens to have.
    private static Dictionary<string, string> Surroundings(string home) => new()
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
        ["HOME"] = home,
        ["LANG"] = "C.UTF-8",
        ["TMPDIR"] = Path.GetTempPath(),
        ["DOTNET_ROOT"] = BuiltTool.DotnetRoot,
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };

    private async Task PumpAsync(StreamReader reader, StringBuilder into)
    {
        var buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer, CancellationToken.None) is var count and > 0)
            {
                lock (_gate)
                {
                    into.Append(buffer, 0, count);
                    _said.SetResult();
                    _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The reader is gone, as the test wants it.
        }
    }
}
