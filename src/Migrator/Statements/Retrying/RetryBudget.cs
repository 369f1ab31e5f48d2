using Migrator.SchemaCheck;

namespace Migrator.Statements.Retrying;

/// <summary>How long a run may spend on giving way to others, over all its steps and sessions.</summary>
internal sealed class RetryBudget(TimeSpan limit)
{
    private TimeSpan _spent;

    public TimeSpan Limit { get; } = limit;

    public TimeSpan Left => Limit > _spent ? Limit - _spent : TimeSpan.Zero;

    public void Spend(TimeSpan time) => _spent += time;
}

/// <summary>The attempts at one piece of work, and the pause before the next.</summary>
internal sealed class AttemptCount(Backoff backoff)
{
    public Backoff Backoff { get; } = backoff;

    /// <summary>The number of the attempt in hand, from 1.</summary>
    public int Count { get; set; } = 1;
}
