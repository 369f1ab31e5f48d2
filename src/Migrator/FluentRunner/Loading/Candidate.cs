namespace Migrator.FluentRunner.Loading;

/// <summary>A migration with its class.</summary>
/// <remarks>A class: generics over value tuples would have to be compiled at every start.</remarks>
internal sealed record Candidate(Type Type, MigrationDescriptor Descriptor)
{
    private string Place => Descriptor.Assembly is { } assembly ? $"{Type.FullName} in {assembly}" : $"{Type.FullName}";

    /// <summary>The first two migrations of one version; empty if there are none.</summary>
    public static IReadOnlyList<Candidate> FindTwins(IEnumerable<Candidate> migrations)
    {
        var seen = new Dictionary<long, Candidate>();
        foreach (var one in migrations)
        {
            if (!seen.TryAdd(one.Descriptor.Version, one))
                return [seen[one.Descriptor.Version], one];
        }

        return [];
    }

    /// <summary>Why two of one version cannot both be taken.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    /// <param name="why">What more there is to say of it, in a sentence; null for nothing.</param>
    public static ConfigurationException Twins(Candidate first, Candidate second, string? why = null)
    {
        // What needs the two to be streams of their own is told where they may be some.
        var apart = first.Type.Namespace == second.Type.Namespace ? "."
            : ", or run each namespace by itself, with a version table of its own: --namespace "
                + $"{second.Type.Namespace ?? first.Type.Namespace} --version-table NAME.";
        return new($"Version {first.Descriptor.Version} exists twice: {first.Place} and {second.Place}. "
            + $"{(why is null ? "" : why + " ")}Give one of them another{apart}");
    }
}
