namespace Storefront.WebApi;

/// <summary>Lists are read by key, from the last item seen: every page costs the same, and none shifts when something is
/// added.</summary>
internal static class Paging
{
    public const int DefaultLimit = 50;
    public const int MostItems = 100;

    /// <summary>How many rows are read for a page: one more than it has, to know whether there is a next one.</summary>
    public static int Rows(int limit) => limit + 1;

    /// <summary>A page of what was read.</summary>
    /// <param name="rows">At most <see cref="Rows"/> of them.</param>
    /// <param name="limit">How many the page has at most.</param>
    /// <param name="next">Where the page after an item is.</param>
    public static Page<T> Page<T>(IReadOnlyList<T> rows, int limit, Func<T, string> next) =>
        rows.Count <= limit ? new(rows, null) : new([.. rows.Take(limit)], next(rows[limit - 1]));
}
