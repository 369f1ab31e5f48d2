using Migrator.SchemaCheck;

namespace Migrator.Statements.Retrying;

/// <summary>The attempts at one piece of work, and the pause before the next.</summary>
internal sealed class AttemptCount(Backoff backoff)
{
    public Backoff Backoff { get; } = backoff;

    /// <summary>The number of the attempt in hand, from 1.</summary>
    public int Count { get; set; } = 1;
}
