namespace Migrator;

/// <summary>One thing that was seen of a migration.</summary>
/// <param name="Kind">What.</param>
/// <param name="Verdict">How bad it is.</param>
public sealed record RehearsalFinding(RehearsalFindingKind Kind, RehearsalVerdict Verdict)
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

/// <summary>What was seen of a migration.</summary>
public enum RehearsalFindingKind
{
    /// <summary>A lock that blocks others, without work on rows while it is held.</summary>
    BriefLock,

    /// <summary>A lock that blocks others, held while the server works through rows.</summary>
    LongLock,

    /// <summary>A statement outside a transaction, whose locks cannot be seen.</summary>
    UnseenLocks,

    /// <summary>A table that is written anew.</summary>
    Rewrite,

    /// <summary>A table or column with its data is gone.</summary>
    Dropped,

    /// <summary>A table is emptied.</summary>
    Emptied,

    /// <summary>Rows are deleted, by the statement's text: the shadow has no rows to tell it from.</summary>
    Deletes,

    /// <summary>There is no way back.</summary>
    NoWayBack,

    /// <summary>Its down fails.</summary>
    DownFails,

    /// <summary>Its down leaves an object missing, too many, or otherwise than before.</summary>
    NotRestored,

    /// <summary>Its down leaves columns in another order, which no down can help. It changes no verdict.</summary>
    Reordered,

    /// <summary>After its down it cannot be applied again, or makes something else.</summary>
    NotRepeatable,
}

/// <summary>What a migration would do to those who use the database meanwhile, and after; the harmless first.</summary>
public enum RehearsalVerdict
{
    /// <summary>Whoever uses the database goes on. Locks are taken at most for a moment, behind which the rest of the migration
    /// is no work on rows.</summary>
    Safe,

    /// <summary>Nothing bad was seen, but not all could be: a statement outside a transaction does not show its locks.</summary>
    Unseen,

    /// <summary>Writes to a table wait while the server works through rows.</summary>
    BlocksWrites,

    /// <summary>Reads of a table wait, too.</summary>
    BlocksReads,

    /// <summary>A table is written anew, while nobody can use it; it needs its size again on the disk.</summary>
    Rewrites,

    /// <summary>Rows or values of columns go away.</summary>
    DataLoss,

    /// <summary>It cannot be reverted, or reverting it does not bring the schema back exactly.</summary>
    Irreversible,
}
