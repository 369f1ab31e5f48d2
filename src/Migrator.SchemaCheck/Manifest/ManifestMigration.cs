namespace Migrator.SchemaCheck;

/// <summary>One line of the manifest.</summary>
/// <param name="Version">The migration's version.</param>
/// <param name="Name">Its class name.</param>
/// <param name="Transactional">Whether it runs in a transaction of its own.</param>
/// <param name="Breaking">Whether older builds of the application stop working once it is applied.</param>
/// <param name="Checksum">
/// SHA-256 of its normalised up SQL, 64 lower-case hexadecimal digits; null if it is opaque: what it does depends on the database
/// or on C# code, and cannot be known offline.
/// </param>
public sealed record ManifestMigration(long Version, string Name, bool Transactional = true, bool Breaking = false,
    string? Checksum = null)
{
    /// <summary>The assembly that it is of, where there are several; else null.</summary>
    public string? Assembly { get; init; }

    /// <summary>Its name, and its assembly where there are several.</summary>
    public string Label => Assembly is null ? Name : $"{Name} ({Assembly})";

    /// <summary>Its tags of the kind that must cover all tags of a run (FluentMigrator's RequireAll).</summary>
    public IReadOnlyList<string> AllTags { get; init; } = [];

    /// <summary>Its tags of which a run needs only one (FluentMigrator's RequireAny).</summary>
    public IReadOnlyList<string> AnyTags { get; init; } = [];

    /// <summary>Whether a migration constraint, in C#, may hold it back: then no database can be said to lack it.</summary>
    public bool Conditional { get; init; }

    /// <summary>Whether a run with these tags takes it. The rule is FluentMigrator's.</summary>
    public bool IsChosenBy(IReadOnlyCollection<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        if (AllTags.Count == 0 && AnyTags.Count == 0)
            return true;

        return tags.Count > 0 && ((AllTags.Count > 0 && tags.All(AllTags.Contains)) || tags.Any(AnyTags.Contains));
    }
}
