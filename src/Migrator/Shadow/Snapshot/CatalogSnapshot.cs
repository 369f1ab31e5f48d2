namespace Migrator.Shadow.Snapshot;

/// <summary>What a database's <c>pg_catalog</c> said at one moment: every object once, in an order that does not depend on the
/// server.</summary>
internal sealed class CatalogSnapshot
{
    internal CatalogSnapshot(IEnumerable<SchemaObject> objects) => Objects =
    [
        .. objects.OrderBy(one => one.Schema, StringComparer.Ordinal).ThenBy(one => one.Table ?? one.Name, StringComparer.Ordinal)
            .ThenBy(one => one.On ?? one.Kind).ThenBy(one => one.Name, StringComparer.Ordinal).ThenBy(one => one.Kind),
    ];

    /// <summary>The objects, those of a table together.</summary>
    public IReadOnlyList<SchemaObject> Objects { get; }

    /// <summary>
    /// Compares. What is part of an object that only one side has is not told beside it: a missing table is one difference, not
    /// one more for each column. The order of columns is only compared where the columns themselves are the same.
    /// </summary>
    /// <returns>The differences in the snapshots' order; none if both are the same.</returns>
    public static IReadOnlyList<ObjectDifference> Compare(CatalogSnapshot expected, CatalogSnapshot actual)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        var before = expected.Objects.ToDictionary(one => one.Identity);
        var after = actual.Objects.ToDictionary(one => one.Identity);
        ObjectDifference[] all =
        [
            .. new CatalogSnapshot(before.Values.UnionBy(after.Values, one => one.Identity)).Objects
                .Select(one => new ObjectDifference(before.GetValueOrDefault(one.Identity),
                    after.GetValueOrDefault(one.Identity)))
                .Where(one => one.Expected?.Definition != one.Actual?.Definition),
        ];

        SchemaObject[] oneSided = [.. all.Where(one => one.Expected is null || one.Actual is null).Select(one => one.Subject)];
        HashSet<ObjectIdentity> whole = [.. oneSided.Select(one => one.Identity)];
        HashSet<(string, string?)> reshaped = [.. oneSided.Where(one => one.Kind == ObjectKind.Column)
            .Select(one => (one.Schema, one.Table))];
        return
        [
            .. all.Where(one => !one.Subject.Enclosing.Any(whole.Contains)
                && !(one.Subject.Kind == ObjectKind.ColumnOrder && reshaped.Contains((one.Subject.Schema, one.Subject.Table)))),
        ];
    }
}
