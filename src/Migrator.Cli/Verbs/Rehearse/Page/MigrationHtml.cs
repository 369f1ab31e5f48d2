using Migrator.Cli.Showing;
using Migrator.Cli.Verbs.Rehearse.Findings;

namespace Migrator.Cli.Verbs.Rehearse.Page;

/// <summary>All that was seen of a migration. Each part says by its place in the matrix which tables it is about.</summary>
internal sealed class MigrationHtml(HtmlWriter html, RehearsalSummary report, Matrix matrix, LintReport? lint)
{
    public void Write(RehearsedMigration one)
    {
        html.Write($"<p class=\"facts\">{(one.Migration.Transactional ? "In a transaction." : "Not in a transaction.")} "
            + $"{(one.IsReversible ? "Reverted exactly, and applied again." : "Not reversible.")}</p>\n");
        if (one.Findings.Count > 0)
            html.Write($"<ul class=\"findings\">\n");
        foreach (var finding in one.Findings)
        {
            html.Write($"<li data-t=\"{Places(matrix.RowsOf(finding))}\"><span class=\"dot "
                + $"{(finding.Verdict == RehearsalVerdict.Safe ? $"moment k-{LockWords.Name(finding.Lock)}" : $"v-{VerdictWords.Name(finding.Verdict)}")}\">");
            html.Write($"{(finding.Verdict == RehearsalVerdict.Safe ? "–" : MatrixHtml.Mark(finding.Verdict))}</span>{FindingText.Of(finding, report.Rehearsal)}</li>\n");
        }

        if (one.Findings.Count > 0)
            html.Write($"</ul>\n");
        html.Write($"<ol class=\"statements\">\n");
        foreach (var statement in one.Statements)
            Write(one, statement);
        html.Write($"</ol>\n");
    }

    private void Write(RehearsedMigration one, ObservedStatement statement)
    {
        // What holds a lock that another works under belongs to the same tables.
        var places = matrix.RowsOf(statement)
            .Concat(one.Findings.Where(finding => finding.Worker == statement).SelectMany(matrix.RowsOf));
        html.Write($"<li value=\"{statement.Number}\" data-t=\"{Places(places)}\"><b>{statement.Command}</b> <span "
            + $"class=\"time\">{Words.Duration(statement.Duration)}</span>");
        html.Write($"<div class=\"seen\">{string.Join(" · ", LockWords.Of(statement, report.Rehearsal.DefaultSchema))}</div>");
        if (report.ShowSql && statement.Sql is { } sql)
            html.Write($"<pre>{sql.Trim()}</pre>");
        foreach (var form in SafeForms.Of(one, statement, lint))
            Write(form);
        html.Write($"</li>\n");
    }

    private void Write(SafeForm form)
    {
        html.Write($"<div class=\"{(form.Waived is null ? "form" : "form waived")}\"><p>{form.Why}.</p><p><b>{(form.Waived is null ? "Instead:" : "Waived:")}</b> ");
        if (form.Waived is { } reason)
            html.Write($"{reason}");
        else
            WriteWithCode(form.Instead);
        if (form.Rule is { } rule)
            html.Write($" <span class=\"rule\">{rule}</span>");
        html.Write($"</p></div>");
    }

    private void WriteWithCode(string text)
    {
        foreach (var (i, part) in text.Split('`').Index())
        {
            if (i % 2 == 0)
                html.Write($"{part}");
            else
                html.Write($"<code>{part}</code>");
        }
    }

    private static string Places(IEnumerable<int> places) => string.Join(' ', places.Distinct());
}
