namespace Migrator.Sql.Reading;

/// <summary>A column as CREATE TABLE or ADD COLUMN defines it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in small letters, such as <c>varchar(20)</c>.</param>
internal sealed record ColumnDefinition(string Name, string Type)
{
    public bool NotNull { get; init; }

    /// <summary>Whether it has a default other than NULL.</summary>
    public bool HasDefault { get; init; }

    /// <summary>A function that its default calls and that is volatile, or may be; null if there is none.</summary>
    public string? VolatileFunction { get; init; }

    /// <summary>Why every row is written anew when it is added: serial, identity, stored; null if none is.</summary>
    public string? Rewrites { get; init; }

    /// <summary>Whether it is computed when it is read.</summary>
    public bool Virtual { get; init; }

    /// <summary>Its collation; null where none is said.</summary>
    public string? Collation { get; init; }

    /// <summary>UNIQUE, PRIMARY KEY or CHECK, where it has such a constraint within.</summary>
    public string? Constraint { get; init; }

    /// <summary>Whether a CHECK or a foreign key within it is not enforced, so that no row is looked at.</summary>
    public bool NotEnforced { get; init; }

    /// <summary>The name of its NOT NULL, where it was given one.</summary>
    public string? NotNullName { get; init; }

    /// <summary>The constraints within it, as a table would have them.</summary>
    public IReadOnlyList<SqlChange> Constraints { get; init; } = [];

    /// <summary>The table that a foreign key within points at.</summary>
    public RelationName? References { get; init; }
}
