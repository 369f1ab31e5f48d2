namespace Migrator.SchemaCheck;

/// <summary>
/// The application must not start on this database. Thrown out of the host's start; as text it is its message alone, since where
/// it was thrown is of no interest to whoever reads the log.
/// </summary>
public sealed class SchemaCheckFailedException : Exception
{
    internal SchemaCheckFailedException(SchemaCheckResult result, string message)
        : base(message) => Result = result;

    internal SchemaCheckFailedException(string message, Exception configuration)
        : base(message, configuration)
    {
    }

    /// <summary>What was found; null where the check could not even be made: its settings or its manifest are wrong.</summary>
    public SchemaCheckResult? Result { get; }

    /// <summary>The exit code of the process: 2, 3, 7, 8 or 9, as docs/exit-codes.md has them.</summary>
    public int ExitCode => Result?.Verdict switch
    {
        null => SchemaVerdict.Unreadable.ExitCode(),
        SchemaVerdict.Ahead => SchemaVerdict.TooNew.ExitCode(),
        { } verdict => verdict.ExitCode(),
    };

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
