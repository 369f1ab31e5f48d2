using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Lint;

/// <summary>Findings as people read them: by migration, each with what to write instead.</summary>
internal sealed class LintText(TerminalStreams terminal, Style style)
{
    public void Write(LintResult result)
    {
        foreach (var findings in result.Report.Findings.GroupBy(finding => finding.Migration))
        {
            terminal.Out.WriteLine(style.Bold($"{findings.Key.Version}  {findings.Key.Label}"));
            foreach (var finding in findings)
                Write(finding);
        }

        foreach (var unused in result.Report.Unused)
            terminal.Out.WriteLine(style.Attention($"note: {unused.Migration} waives {unused.Waiver.Rule}, but there is nothing "
                + $"to waive. Remove it."));

        foreach (var note in result.Report.Notes)
            terminal.Out.WriteLine(style.Attention($"note: {note}"));

        var waived = result.Report.Findings.Count(finding => finding.Waiver is not null);
        var found = $"{Words.Count(result.Report.Migrations, "migration")} looked at{For(result.Report.Server)}: {result.Counts()} "
            + $"found{(waived == 0 ? "" : $", {waived} waived")}.";
        if (result.Error is null)
            terminal.Out.WriteLine(style.Good(found));
    }

    private static string For(int? server) => server is null ? "" : $" for PostgreSQL {server}";

    private void Write(LintFinding finding)
    {
        var word = finding.Waiver is null ? FindingLine.Word(finding.Severity) : "waived";
        var colored = finding switch
        {
            { Waiver: not null } => style.Dim(word),
            { Severity: LintSeverity.Error } => style.Bad(word),
            _ => style.Attention(word),
        };
        terminal.Out.WriteLine(
            $"  {colored}{new string(' ', 9 - word.Length)}{finding.Rule.Id}   {style.Dim(FindingLine.Place(finding))}".TrimEnd());
        terminal.Out.WriteLine($"    {finding.Message}.");
        terminal.Out.WriteLine(finding.Waiver is { } waiver
            ? $"    waived: {waiver.Reason}" : $"    instead: {finding.SafeForm}");
    }
}
