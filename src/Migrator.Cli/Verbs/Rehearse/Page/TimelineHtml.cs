using System.Globalization;
using Migrator.Cli.Showing;
using Migrator.Cli.Verbs.Rehearse.Findings;

namespace Migrator.Cli.Verbs.Rehearse.Page;

/// <summary>A row a migration, with its statements as a bar; opened, all that was seen of it.</summary>
internal sealed class TimelineHtml(HtmlWriter html, RehearsalSummary report, Matrix matrix, LintReport? lint)
{
    private const int MostLetters = 30;

    public void Write()
    {
        var longest = report.Rehearsal.Migrations.Select(one => one.Duration).DefaultIfEmpty().Max();
        html.Write($"<div class=\"timeline\">\n");
        foreach (var one in report.Rehearsal.Migrations)
            Write(one, longest);
        foreach (var migration in report.Rehearsal.NotRehearsed)
            html.Write($"<div class=\"row left\"><span class=\"badge\">not rehearsed</span><span "
                + $"class=\"version\">{migration.Version}</span><span class=\"name\">{migration.Label}</span></div>\n");
        html.Write($"</div>\n");
    }

    private void Write(RehearsedMigration one, TimeSpan longest)
    {
        html.Write($"<details data-say=\"{one.Migration.ToString()}\" "
            + $"class=\"{(one.Verdict == RehearsalVerdict.Safe ? "safe" : "found")}\"><summary class=\"row\">");
        WriteBadge(one.Verdict);
        html.Write($"<span class=\"version\">{one.Migration.Version}</span><span class=\"name\">{one.Migration.Label}</span>");
        WriteBar(one, longest);
        // The place of a link is inside: so a browser opens it without a script.
        html.Write($"<span class=\"time\">{Words.Duration(one.Duration)}</span></summary>\n<div class=\"body\" "
            + $"id=\"m{one.Migration.Version}\">");
        new MigrationHtml(html, report, matrix, lint).Write(one);
        html.Write($"</div></details>\n");
    }

    private void WriteBadge(RehearsalVerdict verdict) =>
        html.Write($"<span class=\"badge v-{VerdictWords.Name(verdict)}\">{MatrixHtml.Mark(verdict)} "
            + $"{VerdictWords.Of(verdict)}</span>");

    // Above, the lock that a statement takes; below, the strongest that its transaction has by then.
    private void WriteBar(RehearsedMigration one, TimeSpan longest)
    {
        var width = longest == TimeSpan.Zero ? 0 : 100 * one.Duration.TotalMilliseconds / longest.TotalMilliseconds;
        html.Write($"<span class=\"track\" aria-hidden=\"true\"><span "
            + $"class=\"bar{(one.Statements.Count > MostLetters ? " many" : "")}\" style=\"width:{Number(width)}%\">");
        LockMode? held = null;
        foreach (var (i, statement) in one.Statements.Index())
        {
            var taken = LockWords.Strongest(statement);
            held = one.Migration.Transactional && held > taken ? held : taken ?? (one.Migration.Transactional ? held : null);
            var colour = statement.LocksAreKnown ? LockWords.Name(taken) : "unseen";
            var brief = taken >= LockMode.Share && !one.Statements.Skip(i).Take(one.Migration.Transactional ? int.MaxValue : 1)
                .Any(later => later.WorksThroughRows);
            html.Write($"<i class=\"{(brief ? "moment " : "")}k-{colour} h-{LockWords.Name(held)}\" "
                + $"style=\"flex-grow:{Number(statement.Duration.TotalMilliseconds + 0.01)}\" ");
            html.Write($"title=\"statement {statement.Number}, {statement.Command}, {Words.Duration(statement.Duration)}: "
                + $"{string.Join("; ", LockWords.Of(statement, report.Rehearsal.DefaultSchema))}\"></i>");
        }

        html.Write($"</span></span>");
    }

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
