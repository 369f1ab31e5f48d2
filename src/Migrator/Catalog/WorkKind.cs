namespace Migrator;

/// <summary>What a piece of a run's work is.</summary>
public enum WorkKind
{
    /// <summary>A migration, which has a version and is recorded.</summary>
    Migration,

    /// <summary>FluentMigrator's maintenance, which has none and runs each time.</summary>
    Maintenance,

    /// <summary>FluentMigrator's profile, which has none and runs each time.</summary>
    Profile,
}
