namespace Migrator;

/// <summary>Which of an assembly's migrations a run is about. The rules are FluentMigrator's.</summary>
/// <param name="Tags">Tags; a tagged migration is chosen only if its tags match these, an untagged one always.</param>
/// <param name="Profile">The profile to apply after the migrations, each time; null for none.</param>
public sealed record MigrationSelection(IReadOnlyList<string> Tags, string? Profile = null)
{
    /// <summary>No tags, no profile.</summary>
    public static MigrationSelection Default { get; } = new([]);
}
