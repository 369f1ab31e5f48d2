
namespace Migrator.Cli.Verbs.Rehearse.Page;

/// <summary>A lock by what it keeps others from.</summary>
internal static class LockWords
{
    /// <summary>The name of its colour.</summary>
    public static string Name(LockMode? mode) => mode switch
    {
        null => "none",
        < LockMode.ShareUpdateExclusive => "weak",
        LockMode.ShareUpdateExclusive => "schema",
        < LockMode.AccessExclusive => "writes",
        _ => "reads",
    };

    /// <summary>The strongest of a statement's locks; null where there is none.</summary>
    public static LockMode? Strongest(ObservedStatement statement) =>
        statement.Locks.Count == 0 ? null : statement.Locks.Max(one => one.Mode);

    /// <summary>What a statement does, without its text: <c>SHARE on orders</c>, <c>builds an index of orders</c>.</summary>
    public static IEnumerable<string> Of(ObservedStatement statement, string defaultSchema)
    {
        string[] seen =
        [
            .. statement.Locks.OrderByDescending(one => one.Mode)
            .Select(one => $"{one.Mode.Words()} on {one.Relation.DottedName(defaultSchema)}"),
            .. Each("reads all of", statement.Scanned), .. Each("rewrites", statement.Rewritten),
            .. Each("empties", statement.Emptied), .. Each("builds an index of", statement.Indexed),
        ];
        return !statement.LocksAreKnown ? ["locks not seen: outside a transaction", .. seen] : seen.Length == 0
            ? ["touches nothing that was there before"] : seen;

        IEnumerable<string> Each(string what, IReadOnlyList<Relation> relations) =>
            relations.Select(relation => $"{what} {relation.DottedName(defaultSchema)}");
    }
}
