namespace Migrator;

/// <summary>Why a step failed and what is left of it.</summary>
/// <param name="Kind">The class of the failure.</param>
/// <param name="Message">The server's or the migration's own message, free of row data.</param>
/// <param name="Hint">The server's hint.</param>
/// <param name="SqlState">The SQLSTATE; null where the server had no part in it.</param>
/// <param name="Statement">The number of the statement, from 1; null before the first.</param>
/// <param name="Statements">How many the migration has, as far as its expressions tell.</param>
/// <param name="Position">The position in the statement, in characters from 1; null where the server names none.</param>
/// <param name="Sql">The statement, to be shown only when asked for.</param>
/// <param name="LeavesTraces">Whether something of the migration may be left in the database.</param>
/// <param name="ResumesAt">
/// Where it left something: the number of the statement at which the next run goes on by itself; null if it cannot.
/// </param>
/// <param name="Blockage">What was last seen in the way; null if nothing was.</param>
public sealed record StepFailure(
    StepFailureKind Kind, string Message, string? Hint, string? SqlState, int? Statement, int? Statements, int? Position,
    string? Sql, bool LeavesTraces, int? ResumesAt, Blockage? Blockage)
{
    /// <summary>How the migration is to be mended, where that is known; else null.</summary>
    public string? Advice { get; init; }

    /// <summary>What of a transactional migration is, or may be, in the database all the same; null if it was rolled back, or
    /// ran outside a transaction.</summary>
    public string? Stays { get; init; }

    /// <summary>Where the migration's source asks for what failed; null without debug symbols beside its assembly.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>
    /// What was thrown, for its stack. Its messages, and those of what caused it, may hold row data: <see cref="Message"/> has
    /// what may be shown of them.
    /// </summary>
    public Exception? Exception { get; init; }

    /// <summary>What is known of the cause beyond the message, a sentence each: where a missing object would come from.</summary>
    public IReadOnlyList<string> Explanations { get; init; } = [];
}

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
