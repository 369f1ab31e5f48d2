namespace Migrator.SchemaCheck;

/// <summary>How a database differs from what a build needs, as one query tells it; what they agree on is not in it.</summary>
/// <param name="Current">The newest applied version; null on a virgin database.</param>
/// <param name="Missing">Required and not applied, ascending.</param>
/// <param name="Unknown">Applied and not known to the build, ascending.</param>
/// <param name="Edited">Applied, and since then edited: the journal has another checksum than the build. Ascending.</param>
/// <param name="Unfinished">Non-transactional migrations that began and did not finish, ascending.</param>
/// <param name="Floor">The newest applied breaking migration; null if there is none.</param>
/// <param name="Deploy">The run that holds the deploy lock now; null if none does.</param>
public sealed record SchemaDifference(
    long? Current, IReadOnlyList<long> Missing, IReadOnlyList<long> Unknown, IReadOnlyList<long> Edited,
    IReadOnlyList<long> Unfinished, long? Floor, string? Deploy)
{
    /// <summary>Applied as another generator than the build's wrote them, so that they have another checksum: no edit, and whether
    /// they were edited is not known. Ascending.</summary>
    public IReadOnlyList<long> Regenerated { get; init; } = [];

    /// <summary>What wrote the newest of those when they were applied; null if there are none.</summary>
    public string? RegeneratedFrom { get; init; }

    /// <summary>Whether it is known who deploys: the role may not see locks, and a standby has none of its primary's.</summary>
    public bool DeployIsKnown { get; init; } = true;

    /// <summary>How far the server is, if it only follows another; else null.</summary>
    public StandbyState? Standby { get; init; }

    /// <summary>The difference in one word.</summary>
    public SchemaVerdict Judge(SchemaRequirement requirement)
    {
        ArgumentNullException.ThrowIfNull(requirement);
        // What is unfinished while a deploy is at work, or may be, is what it is working on.
        var stopped = Deploy is null && DeployIsKnown && Unfinished.Count > 0;
        var missing = Missing.Count > 0 || Unfinished.Any(version => requirement.Find(version) is not null);
        return SchemaVerdicts.Judge(stopped,
            SchemaVerdicts.IsTooNew(Floor, requirement.Known.Select(migration => migration.Version)),
            Edited.Count > 0, missing, Unknown.Count > 0);
    }
}
