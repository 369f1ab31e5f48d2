namespace Migrator.FluentRunner.Rendering;

/// <summary>What is known of a plan's work before any of it runs: by a run, which may ask the database, and without
/// one.</summary>
internal interface IRenderedPlan
{
    /// <summary>Why a piece of the plan can never run; null if nothing is known against any.</summary>
    StepProblem? Problem(Plan plan);

    /// <summary>Whether a migration's up is known to send nothing at all.</summary>
    bool SendsNothing(long version);

    /// <summary>The checksum of what a migration's up would send; null where that cannot be known without running it.</summary>
    string? Checksum(long version);
}
