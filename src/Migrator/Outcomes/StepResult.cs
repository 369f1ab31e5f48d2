namespace Migrator;

/// <summary>How one step went.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Direction">Which way.</param>
/// <param name="State">How it stands now.</param>
/// <param name="Duration">How long it took, by a monotonic clock.</param>
/// <param name="Failure">Why it failed; null if it did not.</param>
/// <param name="Attempts">How often it was tried: more than once where it had to give way to others.</param>
/// <param name="RoundTrips">
/// How often the server was asked and waited for, all attempts together. What a migration's own C# code asks is not counted.
/// </param>
public sealed record StepResult(
    MigrationDescriptor Migration, Direction Direction, StepState State, TimeSpan Duration, StepFailure? Failure = null,
    int Attempts = 1, int RoundTrips = 0)
{
    /// <summary>What the server said in the last attempt; of very many, the first.</summary>
    public IReadOnlyList<ServerNotice> Notices { get; init; } = [];
}

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
