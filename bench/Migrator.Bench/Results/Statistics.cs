namespace Migrator.Bench.Results;

/// <summary>What is shown of several measurements.</summary>
internal static class Statistics
{
    public static double? Median(this IReadOnlyList<double> values) =>
        values.Count == 0 ? null : values.Order().ElementAt(values.Count / 2);
}
