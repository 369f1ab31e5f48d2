namespace Migrator;

/// <summary>Which of an assembly's migrations a run is about. The rules are FluentMigrator's.</summary>
/// <param name="Tags">Tags; a tagged migration is chosen only if its tags match these, an untagged one always.</param>
/// <param name="Profile">The profile to apply after the migrations, each time; null for none.</param>
public sealed record MigrationSelection(IReadOnlyList<string> Tags, string? Profile = null)
{
    /// <summary>No tags, no profile.</summary>
    public static MigrationSelection Default { get; } = new([]);

    /// <summary>
    /// The namespace whose migrations and maintenance are meant, with its version table class and its conventions; null for all.
    /// Profiles are chosen by their name alone.
    /// </summary>
    public string? Namespace { get; init; }

    /// <summary>Whether the namespaces within that one are meant, too.</summary>
    public bool NestedNamespaces { get; init; }

    /// <summary>Whether migrations are meant whatever their tags.</summary>
    internal bool EveryTag { get; init; }

    /// <summary>The same migrations, and those that tags leave out.</summary>
    internal MigrationSelection WhateverTags => this with { Tags = [], Profile = null, EveryTag = true };

    /// <summary>Whether all that there is is meant, and no more.</summary>
    internal bool IsDefault => Tags.Count == 0 && Profile is null && string.IsNullOrEmpty(Namespace);

    /// <summary>Whether a class is in the namespace that is meant.</summary>
    internal bool Includes(Type type) => string.IsNullOrEmpty(Namespace) || type.Namespace == Namespace
        || (NestedNamespaces && type.Namespace?.StartsWith(Namespace + ".", StringComparison.Ordinal) == true);
}
