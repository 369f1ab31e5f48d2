namespace Migrator.Cli.Terminal;

/// <summary>What the tool says to a pipeline. docs/exit-codes.md is this table; a test holds them together.</summary>
internal enum ExitCode
{
    /// <summary>Done, or nothing to do.</summary>
    Success = 0,

    /// <summary>Unexpected error: a bug.</summary>
    Unexpected = 1,

    /// <summary>Bad usage or configuration.</summary>
    Usage = 2,

    /// <summary>Pending migrations.</summary>
    Pending = 3,

    /// <summary>Deploy lock or table locks not had within the budget.</summary>
    LockTimeout = 4,

    /// <summary>Refused by policy.</summary>
    Refused = 5,

    /// <summary>A migration failed and left nothing, or can never run.</summary>
    Failed = 6,

    /// <summary>A migration stopped midway, or ended its transaction by its own code; what stays is told.</summary>
    Partial = 7,

    /// <summary>Database unreachable, or lost and not regained.</summary>
    Unreachable = 8,

    /// <summary>The history diverged, or the schema is too new.</summary>
    Diverged = 9,

    /// <summary>Cancelled by SIGINT; rolled back, lock released.</summary>
    Interrupted = 130,

    /// <summary>Cancelled by SIGTERM; rolled back, lock released.</summary>
    Terminated = 143,
}
