namespace Migrator.Cli.Verbs.Drift;

/// <summary>One difference in a line.</summary>
internal static class DifferenceText
{
    private const int Widest = 120;
    private const int Context = 30;

    public static string Of(ObjectDifference difference, string defaultSchema)
    {
        var title = difference.Subject.Title(defaultSchema);
        if (difference is { Expected: { } expected, Actual: { } actual })
        {
            var (found, wanted) = FirstDifferent(actual.Definition, expected.Definition);
            return $"{title}: {found}, expected {wanted}";
        }

        var definition = difference.Subject.Definition;
        return definition.Length == 0 || definition.Contains('\n', StringComparison.Ordinal) ? title : $"{title}: {Cut(definition)}";
    }

    // Of a long text, such as a function's, only the first line that is not the same; of a long line, where it begins to differ.
    private static (string Found, string Wanted) FirstDifferent(string actual, string expected)
    {
        var (found, wanted) = (actual.Split('\n'), expected.Split('\n'));
        var line = found.Zip(wanted).TakeWhile(pair => pair.First == pair.Second).Count();
        var (left, right) = (found.ElementAtOrDefault(line) ?? "", wanted.ElementAtOrDefault(line) ?? "");
        var same = left.AsSpan().CommonPrefixLength(right);
        var skip = Math.Max(left.Length, right.Length) > Widest && same > Context ? same - Context : 0;
        var prefix = found.Length == 1 && wanted.Length == 1 ? "" : $"line {line + 1}: ";
        return (prefix + Part(left, skip), Part(right, skip));
    }

    private static string Part(string line, int skip) => Cut((skip > 0 ? "... " : "") + line[skip..].Trim()) is { Length: > 0 } text ? text : "(nothing)";

    private static string Cut(string text) => text.Length <= Widest ? text : text[..Widest] + " ...";
}
