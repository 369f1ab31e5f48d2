namespace Migrator.Tests.Support;

/// <summary>Does something at the first report of a kind, before the run goes on.</summary>
/// <param name="action">What.</param>
/// <param name="when">Which report of the kind; null for any.</param>
internal sealed class OnProgress<T>(Func<Task> action, Func<T, bool>? when = null) : IProgress<MigrationProgress>
{
    public List<T> Seen { get; } = [];

    public void Report(MigrationProgress value)
    {
        if (value is not T seen || when?.Invoke(seen) == false)
            return;
        Seen.Add(seen);
        if (Seen.Count == 1)
            action().GetAwaiter().GetResult();
    }
}
