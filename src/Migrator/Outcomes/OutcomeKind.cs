namespace Migrator;

/// <summary>How a run ended.</summary>
public enum OutcomeKind
{
    /// <summary>All steps of the plan were done.</summary>
    Applied,

    /// <summary>It was a dry run: what would be done is known, and nothing was.</summary>
    Planned,

    /// <summary>The database was already there.</summary>
    NothingToDo,

    /// <summary>A step failed, and nothing of it is left; earlier ones of the run stay.</summary>
    Failed,

    /// <summary>A step failed outside a transaction; something of it may be left.</summary>
    Partial,

    /// <summary>Refused before anything was touched.</summary>
    Refused,

    /// <summary>The caller cancelled; nothing of the running step is left.</summary>
    Cancelled,

    /// <summary>The deploy lock or a table lock was not had in time.</summary>
    LockTimeout,

    /// <summary>The server was not reached, or the session was lost.</summary>
    Unreachable,
}
