using FluentMigrator;

namespace Migrator.FluentRunner.Rendering;

/// <summary>A piece of a run's work: a migration, maintenance, or the profile.</summary>
/// <param name="Migration">The migration, or the one that the maintenance runs around; null for what runs once.</param>
/// <param name="Stage">The maintenance's stage; null if it is none.</param>
internal sealed record WorkItem(MigrationDescriptor? Migration, MigrationStage? Stage)
{
    /// <summary>A plan's work in order: FluentMigrator's <c>MigrateUp</c>; a <c>down</c> has neither maintenance nor profile.</summary>
    public static IReadOnlyList<WorkItem> Of(Plan plan) => plan.Direction == Direction.Down
        ? [.. plan.Steps.Select(step => new WorkItem(step, null))]
        :
        [
            new(null, MigrationStage.BeforeAll),
            .. plan.Steps.SelectMany(step => (WorkItem[])[new(step, MigrationStage.BeforeEach), new(step, null), new(step, MigrationStage.AfterEach)]),
            new(null, MigrationStage.BeforeProfiles), new(null, null), new(null, MigrationStage.AfterAll),
        ];
}
