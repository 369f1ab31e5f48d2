using System.Text.Json;

namespace Migrator.Cli.Showing;

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
        return definition.Length == 0 || definition.Contains('\n', StringComparison.Ordinal)
            ? title : $"{title}: {Cut(definition)}";
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

    private static string Part(string line, int skip) =>
        Cut((skip > 0 ? "... " : "") + line[skip..].Trim()) is { Length: > 0 } text ? text : "(nothing)";

    private static string Cut(string text) => text.Length <= Widest ? text : text[..Widest] + " ...";

    /// <summary>One difference for programs, with whole definitions.</summary>
    public static void WriteDifference(this Utf8JsonWriter json, ObjectDifference difference, string defaultSchema)
    {
        var subject = difference.Subject;
        json.WriteStartObject();
        json.WriteString("difference", difference.Word);
        json.WriteString("title", subject.Title(defaultSchema));
        json.WriteString("kind", subject.Noun);
        json.WriteString("schema", subject.Schema);
        json.WriteString("table", subject.Table);
        json.WriteString("name", subject.Name);
        json.WriteString("expected", difference.Expected?.Definition);
        json.WriteString("actual", difference.Actual?.Definition);
        json.WriteEndObject();
    }
}
