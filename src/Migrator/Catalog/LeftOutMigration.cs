namespace Migrator;

/// <summary>A migration that the tags of a run leave out.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Tags">Its tags, in order.</param>
public sealed record LeftOutMigration(MigrationDescriptor Migration, IReadOnlyList<string> Tags);
