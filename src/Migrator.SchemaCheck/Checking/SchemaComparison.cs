namespace Migrator.SchemaCheck;

/// <summary>The difference between the versions that a build requires and those that a database has.</summary>
/// <param name="Verdict">The one word for it.</param>
/// <param name="Pending">Required and missing, ascending.</param>
/// <param name="OutOfOrder">Those of the pending that lie below the newest applied version.</param>
/// <param name="Unknown">Applied and not known to the build, ascending.</param>
/// <param name="Edited">Applied, and since then edited: the journal has another checksum than the build. Ascending.</param>
public sealed record SchemaComparison(
    SchemaVerdict Verdict, IReadOnlyList<long> Pending, IReadOnlyList<long> OutOfOrder, IReadOnlyList<long> Unknown,
    IReadOnlyList<long> Edited)
{
    /// <summary>Applied as another generator than the build's wrote them, so that they have another checksum: no edit, and whether
    /// they were edited is not known. Ascending.</summary>
    public IReadOnlyList<long> Regenerated { get; init; } = [];

    /// <summary>Compares. Pure.</summary>
    /// <param name="required">The versions that must be there, in any order.</param>
    /// <param name="known">Every version that the build has, required or not (other tags, for instance).</param>
    /// <param name="history">What the database says.</param>
    /// <param name="checksums">The checksums of the build's migrations, as far as they are known; null if none is.</param>
    /// <param name="generator">What wrote the SQL that those are of; null for what there was before it was recorded.</param>
    public static SchemaComparison Of(
        IEnumerable<long> required, IEnumerable<long> known, SchemaHistory history,
        IReadOnlyDictionary<long, string>? checksums = null, string? generator = null)
    {
        ArgumentNullException.ThrowIfNull(required);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(history);

        HashSet<long> applied = [.. history.Applied.Select(migration => migration.Version)];
        HashSet<long> knownSet = [.. known];
        long[] pending = [.. required.Where(version => !applied.Contains(version)).Order()];
        long[] unknown = [.. history.Applied.Select(migration => migration.Version)
            .Where(version => !knownSet.Contains(version))];
        long[] outOfOrder = [.. pending.Where(version => version < history.Current)];

        var others = (checksums is null ? [] : history.Applied.Where(one => one.Checksum is not null
            && checksums.TryGetValue(one.Version, out var now) && now != one.Checksum))
            .ToLookup(one => GeneratorRecord.AreSame(one.Generator, generator), one => one.Version);
        long[] edited = [.. others[true]];

        var verdict = SchemaVerdicts.Judge(
            history.Dirty.Count > 0, SchemaVerdicts.IsTooNew(history.Floor, knownSet), edited.Length > 0, pending.Length > 0,
            unknown.Length > 0);
        return new(verdict, pending, outOfOrder, unknown, edited) { Regenerated = [.. others[false]] };
    }
}
