using System.Text.RegularExpressions;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Goldens;

/// <summary>Replaces what differs from run to run and from machine to machine by a word in capitals.</summary>
internal static partial class Volatile
{
    public static string Normalize(this Sandbox sandbox, string text)
    {
        text = text.Replace($"{sandbox.Database.Name}_owner", "OWNER", StringComparison.Ordinal)
            .Replace($"{sandbox.Database.Name}_shadow", "SHADOW_ROLE", StringComparison.Ordinal)
            .Replace(sandbox.Database.Name, "DATABASE", StringComparison.Ordinal)
            .Replace($"{sandbox.Settings.Host}:{sandbox.Settings.Port}", "HOST:PORT", StringComparison.Ordinal)
            .Replace($"\"host\": \"{sandbox.Settings.Host}\"", "\"host\": \"HOST\"", StringComparison.Ordinal)
            .Replace($"\"port\": {sandbox.Settings.Port}", "\"port\": 5432", StringComparison.Ordinal)
            .Replace($" on {Environment.MachineName}", " on MACHINE", StringComparison.Ordinal)
            .Replace(sandbox.Directory.Path, "DIRECTORY", StringComparison.Ordinal);
        text = Shadow().Replace(text, "SHADOW");
        text = Address().Replace(text, "");
        text = ServerVersion().Replace(text, "${before}VERSION");
        text = RunId().Replace(text, "run RUN");
        text = Pid().Replace(text, "pid PID");
        text = AppliedAt().Replace(text, "\"appliedAt\": \"2026-01-31T00:00:00Z\"");
        text = Milliseconds().Replace(text, "\"${name}\": 0");
        text = Compiled().Replace(text, "MIGRATIONS");
        text = Time().Replace(text, "TIME");
        text = Duration().Replace(text, " DURATION");
        return ToolVersion().Replace(text, "migrator VERSION");
    }

    [GeneratedRegex("migrator_shadow_[0-9a-f]{6}_[0-9a-f]{6}")]
    private static partial Regex Shadow();

    [GeneratedRegex(", from [0-9a-f.:/]+(?=,)")]
    private static partial Regex Address();

    [GeneratedRegex("(?<before>PostgreSQL |\"serverVersion\": \")[0-9.]+[a-z0-9]*")]
    private static partial Regex ServerVersion();

    [GeneratedRegex("run [0-9a-f]{6}\\b")]
    private static partial Regex RunId();

    [GeneratedRegex("pid [0-9]+")]
    private static partial Regex Pid();

    [GeneratedRegex("\"appliedAt\": \"[0-9T:.-]+Z\"")]
    private static partial Regex AppliedAt();

    [GeneratedRegex("\"(?<name>durationMs|waitedMs)\": [0-9]+")]
    private static partial Regex Milliseconds();

    [GeneratedRegex("\\bCompiled[0-9a-f]{16}\\b")]
    private static partial Regex Compiled();

    [GeneratedRegex("([0-9]{4}-[0-9]{2}-[0-9]{2} )?[0-9]{2}:[0-9]{2}:[0-9]{2} UTC")]
    private static partial Regex Time();

    [GeneratedRegex(" +[0-9]+(\\.[0-9])? (ms|s)\\b")]
    private static partial Regex Duration();

    [GeneratedRegex("migrator [0-9]+\\.[0-9]+\\.[0-9]+\\S*")]
    private static partial Regex ToolVersion();
}
