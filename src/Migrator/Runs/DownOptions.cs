namespace Migrator;

/// <summary>How to revert.</summary>
public sealed record DownOptions
{
    /// <summary>
    /// Asked once, under the lock, with the plan, after every step was found reversible and before the first runs. Default: no.
    /// </summary>
    public Func<Plan, CancellationToken, ValueTask<bool>> Confirm { get; init; } = (_, _) => ValueTask.FromResult(false);
}
