namespace Migrator;

/// <summary>How a step stands.</summary>
public enum StepState
{
    /// <summary>Applied and recorded.</summary>
    Applied,

    /// <summary>Reverted, and its record removed.</summary>
    Reverted,

    /// <summary>Failed; nothing of it is left.</summary>
    Failed,

    /// <summary>Failed outside a transaction; something of it may be left.</summary>
    Partial,

    /// <summary>Not attempted, since an earlier one failed or the run was refused.</summary>
    NotAttempted,

    /// <summary>Would be run: it was a dry run.</summary>
    Planned,
}
