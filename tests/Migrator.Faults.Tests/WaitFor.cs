using System.Diagnostics;

namespace Migrator.Faults.Tests;

/// <summary>Waits for something that can only be asked for, by asking again; with a generous end.</summary>
internal static class WaitFor
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until it is true; fails after a minute.</summary>
    public static Task<TimeSpan> TrueAsync(string what, Func<Task<bool>> condition) => TrueAsync(what, Longest, condition);

    /// <summary>Waits until it is true; fails if it is not within a time.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> TrueAsync(string what, TimeSpan within, Func<Task<bool>> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < within,
                $"Within {within.TotalSeconds} s it did not happen that {what}.");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
