namespace Migrator.Faults.Tests.Recording;

/// <summary>How much is tried: a part with every test run, all of it for docs/faults.md.</summary>
internal static class Effort
{
    public const string Variable = "MIGRATOR_FAULTS";

    public static bool IsFull { get; } = Environment.GetEnvironmentVariable(Variable) == "full";

    public static int Rounds(int part, int full) => IsFull ? full : part;

    /// <summary>All of it, or so many, spread evenly over it and with both ends.</summary>
    public static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> all, int part) =>
        IsFull || all.Count <= part ? all : [.. Enumerable.Range(0, part).Select(number => all[(int)((long)number * (all.Count - 1) / Math.Max(1, part - 1))])];
}
