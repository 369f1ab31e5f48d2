using System.Text.Json;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Lint;

/// <summary>What <c>lint</c> found, and whether that is too much.</summary>
/// <param name="report">The findings.</param>
/// <param name="failOn">The least severity that counts.</param>
/// <param name="hasBase">Whether only some of the migrations were looked at, since the others are older.</param>
internal sealed class LintResult(LintReport report, LintSeverity failOn, bool hasBase) : Result
{
    public LintReport Report => report;

    public override ExitCode ExitCode => report.Count(failOn) > 0 ? ExitCode.Refused : ExitCode.Success;

    public override ErrorDetail? Error => ExitCode == ExitCode.Success ? null : new("Lint", $"lint finds {Counts()}.",
        "write it otherwise, or waive a rule where it is all right: [LintWaiver(\"rule\", \"why\")] on the migration"
        + (hasBase ? "." : ". What is released already is left out with --since VERSION."));

    public override IReadOnlyList<LintFinding> Findings => report.Findings;

    public override Action<Utf8JsonWriter> Body => json =>
    {
        json.WriteString("failOn", FindingLine.Word(failOn));
        json.WriteNumber("migrations", report.Migrations);
        json.WriteNumber("serverVersion", report.Server);
        json.WriteFindings(report.Findings);
        json.WriteArray("notes", report.Notes, json.WriteStringValue);
        json.WriteArray("unusedWaivers", report.Unused, unused =>
        {
            json.WriteStartObject();
            json.WriteNumber("version", unused.Migration.Version);
            json.WriteString("name", unused.Migration.Name);
            json.WriteAssembly(unused.Migration);
            json.WriteString("rule", unused.Waiver.Rule);
            json.WriteString("reason", unused.Waiver.Reason);
            json.WriteEndObject();
        });
    };

    public override void WriteText(TerminalStreams terminal, Style style) => new LintText(terminal, style).Write(this);

    /// <summary>The findings that are not waived, counted by severity.</summary>
    public string Counts()
    {
        string[] counts = [.. ((LintSeverity[])[LintSeverity.Error, LintSeverity.Warning, LintSeverity.Note])
            .Select(severity => (Severity: severity,
                Count: report.Findings.Count(finding => finding.Waiver is null && finding.Severity == severity)))
            .Where(one => one.Count > 0).Select(one => Words.Count(one.Count, FindingLine.Word(one.Severity)))];
        return counts.Length == 0 ? "nothing" : string.Join(", ", counts);
    }
}
