using System.Globalization;
using Migrator.Cli.Verbs.Rehearse.Findings;

namespace Migrator.Cli.Verbs.Rehearse.Page;

/// <summary>Tables as rows, migrations as columns. A row is the taller the more rows its table has.</summary>
internal static class MatrixHtml
{
    private const int MostWide = 60;

    // In pixels. A thousand rows are nothing; from there on, each zero counts.
    private const double Lowest = 24;
    private const double AZero = 7;
    private const double TwoLines = 38;

    public static void Write(HtmlWriter html, Matrix matrix, RehearsalReport result)
    {
        if (matrix.Rows.Count == 0)
        {
            html.Write($"<p class=\"none\">No migration touches a table that was there before it.</p>\n");
            return;
        }

        html.Write($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Tables and migrations\"><table "
            + $"class=\"matrix{(result.Migrations.Count > MostWide ? " dense" : "")}\">\n<thead><tr><th scope=\"col\">tables "
            + $"that were there</th>");
        foreach (var one in result.Migrations)
            html.Write($"<th scope=\"col\"><a href=\"#m{one.Migration.Version}\" "
                + $"data-say=\"{one.Migration.ToString()}\"><span>{one.Migration.Name}</span></a></th>");
        html.Write($"</tr>\n<tr class=\"all\"><th scope=\"row\">verdict</th>");
        foreach (var one in result.Migrations)
            html.Write($"<td class=\"v-{VerdictWords.Name(one.Verdict)}\"><a href=\"#m{one.Migration.Version}\" "
                + $"aria-label=\"{one.Migration.Name}: {VerdictWords.Of(one.Verdict)}\">{Mark(one.Verdict)}</a></td>");
        html.Write($"</tr></thead>\n<tbody>\n");
        foreach (var (i, row) in matrix.Rows.Index())
            Write(html, i, row, result);
        html.Write($"</tbody></table></div>\n");
    }

    /// <summary>A verdict in a letter, so that colour is not all that tells it.</summary>
    public static string Mark(RehearsalVerdict verdict) => verdict switch
    {
        RehearsalVerdict.Safe => "✓",
        RehearsalVerdict.Unseen => "?",
        RehearsalVerdict.BlocksWrites => "W",
        RehearsalVerdict.BlocksReads => "R",
        RehearsalVerdict.Rewrites => "↻",
        RehearsalVerdict.DataLoss => "×",
        _ => "!",
    };

    private static void Write(HtmlWriter html, int place, MatrixRow row, RehearsalReport result)
    {
        var name = row.Relation.DottedName(result.DefaultSchema);
        var height = Lowest + Math.Clamp(row.Magnitude - 3, 0, 6) * AZero;
        html.Write($"<tr data-t=\"{place}\" class=\"{(height < TwoLines ? "flat" : "tall")}\" "
            + $"style=\"height:{height.ToString("0", CultureInfo.InvariantCulture)}px\"><th scope=\"row\"><b>{name}</b>");
        if (row.Weight is { } weight)
            html.Write($" <small>{WeightText.Of(weight)}</small>");
        html.Write($"</th>");
        foreach (var (i, one) in result.Migrations.Index())
        {
            if (row.Cells.TryGetValue(i, out var cell))
                html.Write($"<td class=\"{Class(cell)}\"><a href=\"#m{one.Migration.Version}\" aria-label=\"{name}, "
                    + $"{one.Migration.Name}: {cell.Words}\">{Mark(cell)}</a></td>");
            else
                html.Write($"<td></td>");
        }

        html.Write($"</tr>\n");
    }

    private static string Class(MatrixCell cell) => cell.Verdict switch
    {
        null => "touched",
        RehearsalVerdict.Safe => $"moment k-{LockWords.Name(cell.Lock)}",
        { } verdict => $"v-{VerdictWords.Name(verdict)}",
    };

    private static string Mark(MatrixCell cell) =>
        cell.Verdict switch { null => "·", RehearsalVerdict.Safe => "–", { } verdict => Mark(verdict) };
}
