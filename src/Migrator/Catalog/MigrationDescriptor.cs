using System.Globalization;

namespace Migrator;

/// <summary>One migration of the code, as planning sees it: no instance, no SQL.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Name">Its class name.</param>
/// <param name="Transactional">Whether it runs in a transaction of its own, its version row included.</param>
/// <param name="Breaking">Whether older builds of the application stop working once it is applied.</param>
public sealed record MigrationDescriptor(long Version, string Name, bool Transactional, bool Breaking)
{
    /// <summary>
    /// FluentMigrator's migration constraints, given the applied versions: false holds the migration back. Null where it has
    /// none.
    /// </summary>
    public Func<IReadOnlyCollection<long>, bool>? Constraint { get; init; }

    /// <summary>Whether such a constraint may hold it back.</summary>
    public bool IsConditional { get; init; }

    /// <summary>What it is: where a run tells of its work, maintenance and profiles stand among the migrations.</summary>
    public WorkKind Kind { get; init; }

    /// <summary>Whether it is a migration, whose version means something and is recorded.</summary>
    public bool IsMigration => Kind == WorkKind.Migration;

    /// <summary>The assembly that it is of, where there are several; else null.</summary>
    public string? Assembly { get; init; }

    /// <summary>Its name, and its assembly where there are several.</summary>
    public string Label => Assembly is null ? Name : $"{Name} ({Assembly})";

    /// <summary>Version and name, for messages, with the assembly where there are several; of maintenance and profiles no
    /// version.</summary>
    public override string ToString() =>
        IsMigration ? string.Create(CultureInfo.InvariantCulture, $"{Version} {Label}") : Label;

    /// <summary>Maintenance or a profile, which are told of as migrations are.</summary>
    internal static MigrationDescriptor Extra(WorkKind kind, string name, bool transactional, string? assembly = null) =>
        new(0, $"{(kind == WorkKind.Profile ? "profile" : "maintenance")} {name}".TrimEnd(), transactional, Breaking: false)
        { Kind = kind, Assembly = assembly };
}
