using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Migrator.Cli.Terminal;
using Migrator.Cli.Verbs.Rehearse.Findings;

namespace Migrator.Cli.Verbs.Rehearse.Page;

/// <summary>A rehearsal as one page that needs nothing beside itself, and no script to be read.</summary>
internal static class RehearsalPage
{
    private static readonly string Script = Resource("RehearsalPage.js");
    private static readonly string Style = Resource("RehearsalPage.css");

    /// <param name="report">The rehearsal.</param>
    /// <param name="lint">What the linter says of its statements; null if it was not asked.</param>
    /// <param name="now">When it was.</param>
    public static string Of(RehearsalSummary report, LintReport? lint, DateTimeOffset now)
    {
        var html = new HtmlWriter();
        var matrix = Matrix.Of(report.Rehearsal);
        WriteHead(html, report);
        WriteHeader(html, report, now);
        html.Write($"<section><h2>What waits</h2>\n<p id=\"say\" class=\"say\">Each cell opens the statements, their locks and "
            + $"the safe form.</p>\n");
        MatrixHtml.Write(html, matrix, report.Rehearsal);
        WriteLegend(html);
        html.Write($"</section>\n<section><h2>Timeline</h2>\n");
        html.Write($"<p class=\"say\">Each statement by its strongest lock; the line below it is the strongest that its "
            + $"transaction has by then. Widths are times on the shadow, which has hardly a row.</p>\n");
        WriteLockLegend(html);
        new TimelineHtml(html, report, matrix, lint).Write();
        html.Write($"</section>\n</main>\n<dialog id=\"panel\" aria-labelledby=\"panel-title\"><form method=\"dialog\"><h2 "
            + $"id=\"panel-title\"></h2><button aria-label=\"Close\">×</button></form><div "
            + $"class=\"body\"></div></dialog>\n<script>");
        html.WriteRaw(Script);
        html.Write($"</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static void WriteHead(HtmlWriter html, RehearsalSummary report)
    {
        html.Write($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n");
        html.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
            + $"script-src 'sha256-{Hash(Script)}'; base-uri 'none'; form-action 'none'\" />\n");
        html.Write($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n<meta name=\"color-scheme\" "
            + $"content=\"light dark\" />\n<title>{Title(report)}</title>\n<style>\n");
        html.WriteRaw(Style);
        html.Write($"</style>\n</head>\n<body>\n<main>\n");
    }

    private static void WriteHeader(HtmlWriter html, RehearsalSummary report, DateTimeOffset now)
    {
        var result = report.Rehearsal;
        html.Write($"<header><h1>{Title(report)}</h1>\n<p "
            + $"class=\"where\">{(result.Database is { } database ? $"{database}. " : "")}From "
            + $"{(result.From is { } from ? $"{from}" : "an empty database")}.");
        if (result.Shadow is { } shadow)
            html.Write($" Rehearsed on PostgreSQL {shadow.ServerVersion}, ");
        else
            html.Write($" ");
        html.Write($"{now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, by migrator "
            + $"{ToolVersion.Short}.</p>\n<ul class=\"counts\">");
        foreach (var group in result.Migrations.GroupBy(one => one.Verdict).OrderByDescending(group => group.Key))
            html.Write($"<li class=\"v-{VerdictWords.Name(group.Key)}\"><b>{group.Count()}</b> "
                + $"{VerdictWords.Of(group.Key)}</li>");
        if (result.NotRehearsed.Count > 0)
            html.Write($"<li><b>{result.NotRehearsed.Count}</b> not rehearsed</li>");
        html.Write($"</ul>\n<p>{(result.Migrations.Count == 0 ? report.Conclusion : report.Reversible)}</p>\n");
        if (report.Error is { } error)
            html.Write($"<p class=\"error\"><b>{error.Message}</b> "
                + $"{string.Join(' ', error.Facts)}{(error.Next is { } next ? $" Next: {next}" : "")}</p>\n");
        foreach (var note in result.Notes)
            html.Write($"<p class=\"note\">{note}</p>\n");
        if (result.Migrations.Any(one => one.Verdict == RehearsalVerdict.Safe) && result.Verdict > RehearsalVerdict.Safe)
            html.Write($"<label class=\"filter\" hidden=\"\"><input type=\"checkbox\" id=\"found\" /> Only migrations that are "
                + $"not safe online</label>\n");
        html.Write($"</header>\n");
    }

    private static void WriteLegend(HtmlWriter html)
    {
        html.Write($"<ul class=\"legend\"><li><i class=\"touched\">·</i> touched, nobody waits</li><li><i class=\"moment "
            + $"k-writes\">–</i> writes wait for a moment</li><li><i class=\"moment k-reads\">–</i> reads and writes wait for a "
            + $"moment</li>");
        foreach (var verdict in Enum.GetValues<RehearsalVerdict>().Where(verdict => verdict != RehearsalVerdict.Safe))
            html.Write($"<li><i class=\"v-{VerdictWords.Name(verdict)}\">{MatrixHtml.Mark(verdict)}</i> "
                + $"{VerdictWords.Of(verdict)}</li>");
        html.Write($"</ul>\n");
    }

    private static void WriteLockLegend(HtmlWriter html)
    {
        html.Write($"<ul class=\"legend bar\"><li><i class=\"k-none\"></i> nothing that was there</li><li><i "
            + $"class=\"k-weak\"></i> up to ROW EXCLUSIVE: nobody waits</li>");
        html.Write($"<li><i class=\"k-schema\"></i> SHARE UPDATE EXCLUSIVE: other schema changes wait</li><li><i "
            + $"class=\"k-writes\"></i> SHARE to EXCLUSIVE: writes wait</li>");
        html.Write($"<li><i class=\"k-reads\"></i> ACCESS EXCLUSIVE: reads and writes wait</li><li><i class=\"moment "
            + $"k-reads\"></i> for a moment</li><li><i class=\"k-unseen\"></i> not seen</li></ul>\n");
    }

    private static string Title(RehearsalSummary report) =>
        report.Rehearsal.Database is { } database ? $"Rehearsal for {database.Name}" : "Rehearsal";

    private static string Hash(string script) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(RehearsalPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
