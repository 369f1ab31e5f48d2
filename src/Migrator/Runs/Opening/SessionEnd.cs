using Migrator.Steps;

namespace Migrator.Runs.Opening;

/// <summary>How a session of a run ended.</summary>
internal abstract record SessionEnd
{
    private SessionEnd()
    {
    }

    /// <summary>The run has ended with it.</summary>
    public sealed record Ended(MigrationOutcome Outcome) : SessionEnd;

    /// <summary>It was lost, and the run may go on in another.</summary>
    /// <param name="Reason">What the server or the network said.</param>
    /// <param name="Steps">The steps that were begun; null if none were.</param>
    public sealed record Lost(string Reason, StepRunner? Steps = null) : SessionEnd;
}
