using System.Diagnostics;
using System.Globalization;

namespace Migrator.Bench.Running;

/// <summary>Runs a command to its end. A run that fails is no measurement, and ends everything.</summary>
internal static class ProcessRun
{
    /// <summary>Its time, from start to exit.</summary>
    public static TimeSpan Time(Command command)
    {
        var began = Stopwatch.GetTimestamp();
        Run(command);
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>The most memory that it had, in bytes, as GNU time tells; it counts the process itself and those it waited
    /// for.</summary>
    public static long PeakMemory(Command command)
    {
        var file = Path.GetTempFileName();
        try
        {
            Run(command with
            { Program = "/usr/bin/time", Arguments = ["-f", "%M", "-o", file, command.Program, .. command.Arguments] });
            return long.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>What it says on stdout.</summary>
    public static string Run(Command command)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.Directory ?? "",
        };
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        start.Environment["PGSSLMODE"] = "disable";
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            .ToList())
            start.Environment.Remove(name);

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said
            : throw new InvalidOperationException($"{command.Program} {string.Join(' ', command.Arguments)} failed "
                + $"({process.ExitCode}):\n{said}\n{error.Result}");
    }
}
