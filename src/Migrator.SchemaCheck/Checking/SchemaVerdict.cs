namespace Migrator.SchemaCheck;

/// <summary>How a database stands to what a build needs. Decided by set, never by the highest version alone.</summary>
public enum SchemaVerdict
{
    /// <summary>It has every required version and no others.</summary>
    UpToDate,

    /// <summary>A required version is missing.</summary>
    Behind,

    /// <summary>It has every required version and others besides: a newer release was deployed, or code was rolled
    /// back.</summary>
    Ahead,

    /// <summary>A breaking migration that this build does not know was applied: this build no longer works.</summary>
    TooNew,

    /// <summary>A non-transactional migration began and did not finish.</summary>
    Dirty,

    /// <summary>Versions are missing and others are there that this build does not know: two histories.</summary>
    Diverged,

    /// <summary>A migration was edited after it was applied.</summary>
    Edited,

    /// <summary>The server answered, but not with what is applied: a missing right, another kind of table, a wrong
    /// password.</summary>
    Unreadable,

    /// <summary>The server did not answer.</summary>
    Unreachable,
}
