namespace Migrator;

/// <summary>The class of a step's failure.</summary>
public enum StepFailureKind
{
    /// <summary>The migration is at fault, or the data.</summary>
    Error,

    /// <summary>A table lock was not had in time.</summary>
    LockTimeout,

    /// <summary>Others were in the way: a deadlock, a serialization failure; also after trying again.</summary>
    Conflict,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>The session was lost before the commit: the server has rolled back.</summary>
    ConnectionLost,

    /// <summary>The session was lost while committing: whether it was, only the version table knows.</summary>
    CommitInDoubt,

    /// <summary>An earlier run left it in the middle, and nothing tells how to go on.</summary>
    NotResumable,
}
