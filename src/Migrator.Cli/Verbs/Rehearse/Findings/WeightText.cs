using System.Globalization;

namespace Migrator.Cli.Verbs.Rehearse.Findings;

/// <summary>What hangs on a table, as people say it: <c>48 million rows, 310 writes/s</c>.</summary>
internal static class WeightText
{
    public static string Of(TableWeight weight) => string.Join(", ",
        ((string?[])[weight.Rows is { } rows ? Rows(rows) : "never analyzed", Rate(weight.WritesPerSecond, "writes"),
            Rate(weight.ReadsPerSecond, "reads")]).Where(part => part is not null));

    private static string Rows(long rows) => rows switch
    {
        >= 10_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{rows / 1e9:0} billion rows"),
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{rows / 1e9:0.#} billion rows"),
        >= 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{rows / 1e6:0} million rows"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{rows / 1e6:0.#} million rows"),
        1 => "1 row",
        _ => string.Create(CultureInfo.InvariantCulture, $"{rows:#,0} rows"),
    };

    private static string? Rate(double rate, string what) => rate switch
    {
        0 => null,
        < 1 => $"less than 1 {what}/s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{rate:#,0} {what}/s"),
    };
}
