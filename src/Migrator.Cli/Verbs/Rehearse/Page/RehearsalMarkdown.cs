using System.Globalization;
using System.Text;
using Migrator.Cli.Showing;
using Migrator.Cli.Verbs.Rehearse.Findings;

namespace Migrator.Cli.Verbs.Rehearse.Page;

/// <summary>A rehearsal as a comment on a pull request: a table, and folded below it what stands behind each verdict.</summary>
internal sealed class RehearsalMarkdown(RehearsalSummary report, LintReport? lint)
{
    /// <summary>What GitHub takes in a comment, in characters.</summary>
    public const int Longest = 65_536;

    // For what was left out and why.
    private const int Reserve = 500;

    private readonly StringBuilder _text = new();

    /// <param name="report">The rehearsal.</param>
    /// <param name="lint">What the linter says of its statements; null if it was not asked.</param>
    public static string Of(RehearsalSummary report, LintReport? lint) => new RehearsalMarkdown(report, lint).Write();

    private string Write()
    {
        var result = report.Rehearsal;
        _text.Append(CultureInfo.InvariantCulture, $"### Rehearsal: {MarkdownText.Of(report.Counts)}\n\n");
        if (result.Database is { } database)
            _text.Append(CultureInfo.InvariantCulture, $"{MarkdownText.Of(database.ToString())}\n\n");
        if (report.Error is { } error)
            _text.Append(CultureInfo.InvariantCulture,
                $"**{MarkdownText.Of(Cut(string.Join(' ', [error.Message, .. error.Facts])))}**\n\n");
        foreach (var note in result.Notes)
            _text.Append(CultureInfo.InvariantCulture, $"{MarkdownText.Of(note)}\n\n");
        if (result.Migrations.Count > 0)
            WriteTable();
        if (result.NotRehearsed.Count > 0)
            _text.Append(CultureInfo.InvariantCulture,
                $"Not rehearsed: {MarkdownText.Of(Cut(string.Join(", ", result.NotRehearsed)))}\n\n");
        WriteDetails();
        return _text.ToString();
    }

    // Too many for one comment: the safe ones go first.
    private void WriteTable()
    {
        var rows = report.Rehearsal.Migrations.Select(one => (one.Verdict, Text: Row(one))).ToList();
        var budget = Longest / 2 - _text.Length;
        var shown = rows.Sum(row => row.Text.Length) <= budget
            ? rows : [.. rows.Where(row => row.Verdict > RehearsalVerdict.Safe)];
        var length = 0;
        var fits = shown.TakeWhile(row => (length += row.Text.Length) <= budget).ToList();

        _text.Append("| migration | verdict | strongest lock | reversible |\n|---|---|---|---|\n");
        foreach (var (_, text) in fits)
            _text.Append(text);
        _text.Append('\n');
        if (fits.Count < rows.Count)
            _text.Append(CultureInfo.InvariantCulture,
                $"Left out, since a comment holds no more: {Words.Count(rows.Count - fits.Count, "migration")}, "
                + $"{rows.Count(row => row.Verdict == RehearsalVerdict.Safe)} of them safe online.\n\n");
    }

    private string Row(RehearsedMigration one)
    {
        var worst = one.Findings.Where(finding => finding.Lock is not null).OrderByDescending(finding => finding.Verdict)
            .ThenByDescending(finding => finding.Lock).FirstOrDefault();
        var where = worst is null
            ? "" : $"{worst.Lock!.Value.Words()} on "
                + $"{worst.Relation!.DottedName(report.Rehearsal.DefaultSchema)}{(worst.Verdict == RehearsalVerdict.Safe ? ", for a moment" : "")}";
        return $"| {one.Migration.Version} {MarkdownText.Of(one.Migration.Label)} | {Colour(one.Verdict)} "
            + $"{VerdictWords.Of(one.Verdict)} | {MarkdownText.Of(where)} | {(one.IsReversible ? "yes" : "**no**")} |\n";
    }

    private void WriteDetails()
    {
        var all = report.Rehearsal.Migrations.Where(one => one.Findings.Count > 0).OrderByDescending(one => one.Verdict).ToList();
        var left = 0;
        foreach (var one in all)
        {
            var details = Details(one);
            if (_text.Length + details.Length + Reserve > Longest)
                left++;
            else
                _text.Append(details);
        }

        if (left > 0)
            _text.Append(CultureInfo.InvariantCulture,
                $"The details of {Words.Count(left, "migration")} are left out, since a comment holds no more: `--report` makes "
                + $"a page of all.\n");
    }

    private string Details(RehearsedMigration one)
    {
        var text = new StringBuilder($"<details><summary>{one.Migration.Version} "
            + $"{System.Net.WebUtility.HtmlEncode(one.Migration.Label)}: {VerdictWords.Of(one.Verdict)}</summary>\n\n");
        foreach (var finding in one.Findings)
            text.Append(CultureInfo.InvariantCulture,
                $"- {Colour(finding.Verdict)} {MarkdownText.Of(FindingText.Of(finding, report.Rehearsal))}\n");
        text.Append('\n');
        foreach (var statement in one.Statements)
            WriteStatement(text, one, statement);
        return text.Append("\n</details>\n\n").ToString();
    }

    private void WriteStatement(StringBuilder text, RehearsedMigration one, ObservedStatement statement)
    {
        var number = $"{statement.Number}. ";
        var indent = new string(' ', number.Length);
        text.Append(CultureInfo.InvariantCulture,
            $"{number}{statement.Command}: "
            + $"{MarkdownText.Of(string.Join("; ", LockWords.Of(statement, report.Rehearsal.DefaultSchema)))}\n");
        if (report.ShowSql && statement.Sql is { } sql)
            text.Append('\n').Append(MarkdownText.Block(sql.Trim(), indent));
        foreach (var form in SafeForms.Of(one, statement, lint))
            text.Append(CultureInfo.InvariantCulture,
                $"{indent}- {(form.Waived is { } reason ? $"waived: {MarkdownText.Of(reason)}" : $"instead: {MarkdownText.WithCode(form.Instead)}")}{(form.Rule is { } rule ? $" ({rule})" : "")}\n");
    }

    private static string Colour(RehearsalVerdict verdict) =>
        verdict switch
        { RehearsalVerdict.Safe => "🟢", RehearsalVerdict.Unseen => "⚪", RehearsalVerdict.BlocksWrites => "🟡", _ => "🔴" };

    private static string Cut(string text) => text.Length <= 2000 ? text : text[..2000] + " ...";
}
