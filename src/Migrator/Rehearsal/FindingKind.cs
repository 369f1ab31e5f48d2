namespace Migrator;

/// <summary>What was seen of a migration.</summary>
public enum FindingKind
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
