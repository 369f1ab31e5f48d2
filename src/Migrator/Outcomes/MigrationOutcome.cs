namespace Migrator;

/// <summary>What a run did, and what is true now.</summary>
public sealed record MigrationOutcome
{
    /// <summary>How it ended.</summary>
    public required OutcomeKind Kind { get; init; }

    /// <summary>Which way it was to go.</summary>
    public required Direction Direction { get; init; }

    /// <summary>The database; null if it was never reached.</summary>
    public DatabaseIdentity? Database { get; init; }

    /// <summary>The newest applied version before the run; null on a virgin database, or if it was never read.</summary>
    public long? From { get; init; }

    /// <summary>The newest applied version now.</summary>
    public long? To { get; init; }

    /// <summary>The plan's steps and how each went; empty if there was no plan.</summary>
    public IReadOnlyList<StepResult> Steps { get; init; } = [];

    /// <summary>The step that failed, which may be maintenance or a profile; null if none did.</summary>
    public StepResult? Failed { get; init; }

    /// <summary>Why nothing was touched, for <see cref="OutcomeKind.Refused"/>.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>What the linter found, where that is why nothing was touched; else null.</summary>
    public LintReport? Lint { get; init; }

    /// <summary>Who holds the deploy lock, for <see cref="OutcomeKind.LockTimeout"/> before any step.</summary>
    public LockHolder? Holder { get; init; }

    /// <summary>A sentence on what went wrong, where neither <see cref="Failed"/> nor <see cref="Refusal"/> says it.</summary>
    public string? Message { get; init; }

    /// <summary>Applied versions that the code does not have.</summary>
    public IReadOnlyList<long> Unknown { get; init; } = [];

    /// <summary>What is worth knowing beside how it ended, a sentence each: what tags leave out, what cannot be
    /// noticed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How many versions are applied now.</summary>
    public int AppliedCount { get; init; }
}

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
