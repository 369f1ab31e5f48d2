using System.Globalization;
using System.Text;
using Migrator.Bench.Running;

namespace Migrator.Bench.Results;

/// <summary>The page of results, in Markdown; it is printed while it grows, too.</summary>
internal sealed class Report(TextWriter echo)
{
    private readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    public void Line(string line = "")
    {
        _text.Append(line).Append('\n');
        echo.WriteLine(line);
    }

    /// <summary>A table with a row a contender.</summary>
    /// <param name="contenders">The rows.</param>
    /// <param name="columns">Title, and what a row shows; null shows a dash.</param>
    public void Table(IReadOnlyList<Contender> contenders, params (string Title, Func<Contender, string?> Cell)[] columns)
    {
        Line("| | " + string.Join(" | ", columns.Select(column => column.Title)) + " |");
        Line("|---|" + string.Concat(columns.Select(_ => "---:|")));
        foreach (var contender in contenders)
            Line($"| {contender.Name} {contender.Version} | "
                + string.Join(" | ", columns.Select(column => column.Cell(contender) ?? "-")) + " |");
        Line();
    }

    public static string? Seconds(double? value) =>
        value is { } number ? number.ToString(number < 0.1 ? "0.0000" : "0.000", CultureInfo.InvariantCulture) : null;

    public static string? Megabytes(double? value) =>
        value is { } number ? (number / 1e6).ToString("0", CultureInfo.InvariantCulture) : null;

    public static string? Ratio(double? value, double? of) =>
        value / of is { } ratio ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : null;
}
