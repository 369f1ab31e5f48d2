namespace Migrator;

/// <summary>A migration that the tags or the namespace of a run leave out.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Tags">Its tags, in order.</param>
public sealed record LeftOutMigration(MigrationDescriptor Migration, IReadOnlyList<string> Tags)
{
    /// <summary>Its namespace, where that leaves it out; null where its tags do.</summary>
    public string? Namespace { get; init; }
}
