using System.Collections.Concurrent;

namespace Migrator.Tests.Support;

/// <summary>Keeps what a run told.</summary>
internal sealed class ProgressLog : IProgress<MigrationProgress>
{
    private readonly ConcurrentQueue<MigrationProgress> _all = [];
    private readonly TaskCompletionSource<MigrationProgress.WaitingForLock> _waiting = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<MigrationProgress> All => [.. _all];

    /// <summary>Done once the run waits for the deploy lock.</summary>
    public Task<MigrationProgress.WaitingForLock> Waiting =>
        _waiting.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    public void Report(MigrationProgress value)
    {
        _all.Enqueue(value);
        if (value is MigrationProgress.WaitingForLock waiting)
            _waiting.TrySetResult(waiting);
    }

    public IEnumerable<T> Of<T>() => _all.OfType<T>();
}
