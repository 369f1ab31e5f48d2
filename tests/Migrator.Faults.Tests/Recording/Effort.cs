namespace Migrator.Faults.Tests.Recording;

/// <summary>How much is tried: a part with every test run, all of it for docs/faults.md.</summary>
internal static class Effort
{
    public const string Variable = "MIGRATOR_FAULTS";

    public static bool IsFull { get; } = Environment.GetEnvironmentVariable(Variable) == "full";

    /// <summary>Whether docs/faults.md is written: by the full run, and by a part that says <c>page</c>, after the rows have
    /// changed.</summary>
    public static bool WritesPage { get; } = IsFull || Environment.GetEnvironmentVariable(Variable) == "page";

    public static int Rounds(int part, int full) => IsFull ? full : part;

    /// <summary>So many of them, spread evenly and with both ends; without a number for the full run, all.</summary>
    public static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> all, int part, int full = int.MaxValue)
    {
        var count = Rounds(part, full);
        return all.Count <= count
            ? all : [.. Enumerable.Range(0, count)
                .Select(number => all[(int)((long)number * (all.Count - 1) / Math.Max(1, count - 1))])];
    }
}
