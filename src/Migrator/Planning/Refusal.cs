namespace Migrator;

/// <summary>A refusal before anything was touched.</summary>
/// <param name="Reason">Which rule.</param>
/// <param name="Message">What is wrong, in one or two sentences.</param>
/// <param name="Next">What to do about it; null where the message says it.</param>
public sealed record Refusal(RefusalReason Reason, string Message, string? Next = null);

/// <summary>Why nothing was touched.</summary>
public enum RefusalReason
{
    /// <summary>The target names no migration.</summary>
    UnknownTarget,

    /// <summary>The target names several migrations.</summary>
    AmbiguousTarget,

    /// <summary>The target lies the other way.</summary>
    WrongDirection,

    /// <summary>A pending migration lies below the newest applied one.</summary>
    OutOfOrder,

    /// <summary>A pending migration breaks older builds, and that was not allowed.</summary>
    Breaking,

    /// <summary>The linter finds something in what is pending.</summary>
    Lint,

    /// <summary>A migration cannot be reverted.</summary>
    Irreversible,

    /// <summary>What a migration would send cannot be known without a database, or cannot be said to psql.</summary>
    Opaque,

    /// <summary>Reverting was not confirmed.</summary>
    Unconfirmed,

    /// <summary>The database has versions that the code does not, and others are pending.</summary>
    Diverged,

    /// <summary>A breaking migration that the code does not know is applied.</summary>
    TooNew,

    /// <summary>A migration was edited after it was applied.</summary>
    Edited,

    /// <summary>The manifest does not tell what the migrations are.</summary>
    StaleManifest,

    /// <summary>A non-transactional migration began and did not finish.</summary>
    Dirty,

    /// <summary>The version to resolve is not unfinished.</summary>
    NotDirty,

    /// <summary>The server is a standby.</summary>
    Standby,

    /// <summary>A pooler that shares sessions lies between.</summary>
    Pooler,

    /// <summary>The role lacks a right that the run needs.</summary>
    InsufficientPrivilege,

    /// <summary>The server refuses a setting, or is something that this tool cannot work with.</summary>
    UnsuitableServer,

    /// <summary>A migration can never run as it is written: it is not valid, or has a text that is never sent.</summary>
    Invalid,

    /// <summary>Somebody set that transactions are read-only here.</summary>
    ReadOnly,

    /// <summary>The version table or the journal is another thing, or row level security hides what it says.</summary>
    VersionTable,

    /// <summary>A history of these migrations lies elsewhere in the database.</summary>
    HistoryElsewhere,
}
