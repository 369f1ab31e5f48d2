using System.Diagnostics;
using Npgsql;

namespace Migrator.Bench;

/// <summary>A program that is measured as a whole process, from start to exit.</summary>
internal sealed record Contender(string Name, string Program, Func<NpgsqlConnectionStringBuilder, string[]> Arguments)
{
    /// <summary>Runs it once on a database.</summary>
    /// <exception cref="InvalidOperationException">It failed: a failed run is no measurement.</exception>
    public TimeSpan Run(NpgsqlConnectionStringBuilder database)
    {
        var start = new ProcessStartInfo(Program, Arguments(database)) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PGPASSWORD"] = database.Password;
        start.Environment["MIGRATOR_CONNECTION"] = database.ConnectionString;

        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var elapsed = Stopwatch.GetElapsedTime(began);
        return process.ExitCode == 0 ? elapsed : throw new InvalidOperationException($"{Name} failed ({process.ExitCode}): {error.Result}");
    }
}
