namespace Migrator;

/// <summary>One thing that was seen of a migration.</summary>
/// <param name="Kind">What.</param>
/// <param name="Verdict">How bad it is.</param>
public sealed record Finding(FindingKind Kind, Verdict Verdict)
{
    /// <summary>The relation; null where it is about none.</summary>
    public Relation? Relation { get; init; }

    /// <summary>The column; null where it is about none.</summary>
    public string? Column { get; init; }

    /// <summary>The lock; null where it is about none.</summary>
    public LockMode? Lock { get; init; }

    /// <summary>The statement that did it; null where it is about the migration.</summary>
    public ObservedStatement? Statement { get; init; }

    /// <summary>The first statement that works through rows while the lock is held.</summary>
    public ObservedStatement? Worker { get; init; }

    /// <summary>The object that is not as it was.</summary>
    public ObjectDifference? Difference { get; init; }

    /// <summary>Why; null where the kind says it.</summary>
    public string? Reason { get; init; }
}
