namespace Migrator.FluentRunner.Rendering;

/// <summary>A piece of a run's work with its SQL, told without a database.</summary>
/// <param name="Migration">The migration, maintenance or profile.</param>
/// <param name="Around">The migration itself, or the one that the maintenance runs around; null for what runs once.</param>
/// <param name="Sql">What it sends.</param>
/// <param name="Description">What the version table says of it.</param>
/// <param name="Checksum">What the journal says of its SQL; null where that is not known, or it is no migration's Up.</param>
internal sealed record RenderedStep(
    MigrationDescriptor Migration, MigrationDescriptor? Around, RenderedMigration Sql, string Description, string? Checksum)
{
    /// <summary>Whether it is a migration, which is recorded.</summary>
    public bool IsMigration => Migration.IsMigration;

    /// <summary>What it is called in messages.</summary>
    public string Name => Migration.ToString();
}

/// <summary>A migration asks for what only a database can tell.</summary>
internal sealed class OpaqueMigrationException(string message) : Exception(message);
