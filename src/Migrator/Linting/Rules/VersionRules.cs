using System.Globalization;
using static Migrator.LintSeverity;

namespace Migrator.Linting.Rules;

/// <summary>Rules about versions, which only all of them together tell.</summary>
internal static class VersionRules
{
    private const int DigitsOfADate = 8;

    /// <summary>Dates of different length.</summary>
    public static LintRule Length { get; } = new("version-length", Warning,
        "versions are compared as numbers, so that it runs before or behind every one of them, whenever it was written",
        "one form for all of them, such as yyyyMMddHHmmss; what is applied somewhere keeps its version");

    public static IReadOnlyList<CheckedRule> All { get; } = [new(Length)];

    /// <summary>What is to be said of which versions: those that are dates and have another length than most. One may be there
    /// twice, where tags choose.</summary>
    public static IReadOnlyDictionary<long, string> Find(IEnumerable<long> versions)
    {
        var lengths = versions.Distinct().Where(IsDated).GroupBy(version => Text(version).Length)
            .OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).ToArray();
        if (lengths is not [var most, .. var others] || others.Length == 0)
            return new Dictionary<long, string>();

        var rest = most.Count() - 1;
        var like = $"{Text(most.First())}{(rest == 0 ? "" : rest == 1 ? " and 1 other" : $" and {rest} others")}";
        return others.SelectMany(group => group.Select(version => (version, group.Key))).ToDictionary(one => one.version,
            one => $"version {Text(one.version)} has {one.Key} digits, where {like} {(rest == 0 ? "has" : "have")} {most.Key}");
    }

    // 20260402, with or without a time or a number behind. Those that count from 1 have every length, and sort well.
    private static bool IsDated(long version) => Text(version) is { Length: >= DigitsOfADate } text
        && DateTime.TryParseExact(text[..DigitsOfADate], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var date)
        && date.Year is >= 1990 and < 2100;

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}
