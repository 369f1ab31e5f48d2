using FluentMigrator;

namespace Migrator.FluentRunner.Rendering;

/// <summary>A piece of a run's work.</summary>
/// <param name="Kind">A migration, the maintenance of a stage, or the profile.</param>
/// <param name="Migration">The migration, or the one that the maintenance runs around; null for what runs once.</param>
/// <param name="Stage">The maintenance's stage; null for other work.</param>
internal sealed record WorkItem(WorkKind Kind, MigrationDescriptor? Migration, MigrationStage? Stage)
{
    /// <summary>A plan's work in order: FluentMigrator's <c>MigrateUp</c>; a <c>down</c> has neither maintenance nor
    /// profile.</summary>
    public static IReadOnlyList<WorkItem> Of(Plan plan) => plan.Direction == Direction.Down
        ? [.. plan.Steps.Select(Step)]
        :
        [
            Maintenance(MigrationStage.BeforeAll),
            .. plan.Steps.SelectMany(step => (WorkItem[])[Maintenance(MigrationStage.BeforeEach, step), Step(step),
                Maintenance(MigrationStage.AfterEach, step)]),
            Maintenance(MigrationStage.BeforeProfiles), new(WorkKind.Profile, null, null), Maintenance(MigrationStage.AfterAll),
        ];

    private static WorkItem Step(MigrationDescriptor migration) => new(WorkKind.Migration, migration, null);

    private static WorkItem Maintenance(MigrationStage stage, MigrationDescriptor? around = null) =>
        new(WorkKind.Maintenance, around, stage);
}
