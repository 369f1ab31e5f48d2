using System.Globalization;

namespace Migrator.Cli.Showing;

/// <summary>Numbers and times as people read them.</summary>
internal static class Words
{
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 1000 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
    };

    /// <summary>What a statement waits for, and who is in the way, in a line.</summary>
    public static string Blockage(Blockage blockage)
    {
        var relation = blockage.Relation is { } name ? $"\"{name.Replace("\"", "", StringComparison.Ordinal)}\"" : "a lock";
        return $"waiting for {relation}: " + string.Join("; ", blockage.Blockers.Take(3).Select(Blocker))
            + (blockage.Blockers.Count > 3 ? $"; and {blockage.Blockers.Count - 3} more" : "");
    }

    public static string Ago(DateTimeOffset then, DateTimeOffset now) => (now - then) switch
    {
        { TotalSeconds: < 60 } => "just now",
        { TotalMinutes: < 60 } span => Count((int)span.TotalMinutes, "minute") + " ago",
        { TotalHours: < 24 } span => Count((int)span.TotalHours, "hour") + " ago",
        { TotalDays: var days } => Count((int)days, "day") + " ago",
    };

    public static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {noun}{(count == 1 ? "" : "s")}");

    public static string Version(long? version) => version is { } number ? number.ToString(CultureInfo.InvariantCulture) : "zero";

    /// <summary>How many characters the longest of these versions takes, in a column of them.</summary>
    public static int Width(IEnumerable<long> versions) =>
        versions.Select(version => Version(version).Length).DefaultIfEmpty().Max();

    private static string Blocker(Blocker blocker)
    {
        if (blocker.Pid == 0)
            return "a prepared transaction";

        var name = blocker.ApplicationName is { } application ? $" \"{application}\"" : "";
        var user = blocker.User is null ? "" : $" as {blocker.User}";
        var state = blocker.State is null or "active" ? "" : $", {blocker.State}";
        var age = blocker.TransactionAge is { } time ? $" for {Duration(time)}" : "";
        return $"pid {blocker.Pid}{name}{user}{state} "
            + (blocker.Mode is { } mode
                ? $"has held {mode}{age}" : blocker.TransactionAge is null ? "is in the way" : $"has been in a transaction{age}");
    }
}
