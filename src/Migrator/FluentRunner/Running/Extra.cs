using FluentMigrator;

namespace Migrator.FluentRunner.Running;

/// <summary>Maintenance or a profile: work that has no version and is not recorded.</summary>
/// <param name="Work">What it is called, and whether it runs in a transaction.</param>
/// <param name="Migration">Its class's instance.</param>
/// <param name="Run">Runs it.</param>
/// <param name="Locate">Where its source asks for what failed.</param>
internal sealed record Extra(
    MigrationDescriptor Work, IMigration Migration, Action Run, Func<StepFailure, SourceLocation?> Locate);
