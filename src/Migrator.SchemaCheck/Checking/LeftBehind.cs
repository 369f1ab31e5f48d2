namespace Migrator.SchemaCheck;

/// <summary>For calls of the driver that do not end when they are cancelled.</summary>
internal static class LeftBehind
{
    /// <summary>
    /// Awaits a task, or leaves it behind once the token is cancelled: the driver (Npgsql 10.0.3) cannot be called back from a
    /// server that accepts a connection and then says nothing.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the task goes on, and nobody hears of its
    /// end.</exception>
    public static Task<T> OrLeaveAsync<T>(this Task<T> task, CancellationToken cancellationToken)
    {
        _ = task.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
        return task.WaitAsync(cancellationToken);
    }
}
