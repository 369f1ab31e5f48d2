using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;
using Migrator.Cli.Verbs.Rehearse.Findings;

namespace Migrator.Cli.Verbs.Rehearse;

/// <summary>A rehearsal at a glance: a line a migration, and below it what stands behind the verdict.</summary>
internal sealed class RehearsalText(TerminalStreams terminal, Style style)
{
    private const int MostFindings = 20;

    public void Write(RehearsalSummary report)
    {
        var result = report.Rehearsal;
        if (result.Database is { } database)
            terminal.Out.WriteLine(style.Bold(database.ToString()));
        var width = result.Migrations.Select(one => one.Migration.Label.Length).DefaultIfEmpty().Max();
        var versions = Words.Width(result.Migrations.Select(one => one.Migration).Concat(result.NotRehearsed)
            .Select(migration => migration.Version));
        foreach (var one in result.Migrations)
            WriteMigration(one, versions, width, report);
        foreach (var migration in result.NotRehearsed)
            terminal.Out.WriteLine(style.Attention($"  {Words.Version(migration.Version).PadLeft(versions)}  {migration.Label}   "
                + $"{(migration.Version == report.Failed?.Migration.Version ? report.FailedAt : "not rehearsed")}"));
        foreach (var note in result.Notes)
            terminal.Out.WriteLine(style.Attention($"  note: {note}"));
        if (report.Stopped is null)
            terminal.Out.WriteLine(result.Migrations.Count == 0 && result.NotRehearsed.Count == 0
                ? style.Good(report.Conclusion) : report.Conclusion);
    }

    private void WriteMigration(RehearsedMigration one, int versions, int width, RehearsalSummary report)
    {
        var verdict = VerdictWords.Of(one.Verdict).PadRight(13);
        var coloured = one.Verdict switch
        {
            RehearsalVerdict.Safe => style.Good(verdict),
            < RehearsalVerdict.BlocksReads => style.Attention(verdict),
            _ => style.Bad(verdict)
        };
        terminal.Out.WriteLine($"  {Words.Version(one.Migration.Version).PadLeft(versions)}  "
            + $"{one.Migration.Label.PadRight(width)}   {coloured} "
            + $"{Words.Duration(one.Duration),8}"
            + (one.IsReversible ? "" : "   not reversible") + (one.Migration.Transactional ? "" : "   not in a transaction"));
        foreach (var finding in one.Findings.Take(MostFindings))
            terminal.Out.WriteLine($"      {FindingText.Of(finding, report.Rehearsal)}");
        if (one.Findings.Count > MostFindings)
            terminal.Out.WriteLine($"      ... and {one.Findings.Count - MostFindings} more (all of them: --output json)");
        foreach (var statement in one.Statements.Where(_ => report.ShowSql))
            terminal.Out.WriteLine(style.Dim($"      statement {statement.Number}: "
                + $"{(statement.Sql ?? statement.Command).Trim().ReplaceLineEndings("\n        ")}"));
    }
}
