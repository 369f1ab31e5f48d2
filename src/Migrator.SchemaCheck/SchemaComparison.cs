namespace Migrator.SchemaCheck;

/// <summary>The difference between the versions that a build requires and those that a database has.</summary>
/// <param name="Verdict">The one word for it.</param>
/// <param name="Pending">Required and missing, ascending.</param>
/// <param name="OutOfOrder">Those of the pending that lie below the newest applied version.</param>
/// <param name="Unknown">Applied and not known to the build, ascending.</param>
public sealed record SchemaComparison(
    SchemaVerdict Verdict, IReadOnlyList<long> Pending, IReadOnlyList<long> OutOfOrder, IReadOnlyList<long> Unknown)
{
    /// <summary>Compares. Pure.</summary>
    /// <param name="required">The versions that must be there, in any order.</param>
    /// <param name="known">Every version that the build has, required or not (other tags, for instance).</param>
    /// <param name="history">What the database says.</param>
    public static SchemaComparison Of(IEnumerable<long> required, IEnumerable<long> known, SchemaHistory history)
    {
        ArgumentNullException.ThrowIfNull(required);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(history);

        HashSet<long> applied = [.. history.Applied.Select(migration => migration.Version)];
        HashSet<long> knownSet = [.. known];
        long[] pending = [.. required.Where(version => !applied.Contains(version)).Order()];
        long[] unknown = [.. history.Applied.Select(migration => migration.Version).Where(version => !knownSet.Contains(version))];
        long[] outOfOrder = [.. pending.Where(version => version < history.Current)];

        return new(Judge(pending, unknown, knownSet, history), pending, outOfOrder, unknown);
    }

    private static SchemaVerdict Judge(long[] pending, long[] unknown, HashSet<long> known, SchemaHistory history)
    {
        if (history.Dirty.Count > 0)
            return SchemaVerdict.Dirty;
        if (history.Floor is { } floor && !known.Contains(floor) && (known.Count == 0 || floor > known.Max()))
            return SchemaVerdict.TooNew;

        return (pending.Length, unknown.Length) switch
        {
            (0, 0) => SchemaVerdict.UpToDate,
            (0, _) => SchemaVerdict.Ahead,
            (_, 0) => SchemaVerdict.Behind,
            _ => SchemaVerdict.Diverged,
        };
    }
}
