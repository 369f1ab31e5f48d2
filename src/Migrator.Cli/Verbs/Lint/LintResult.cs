using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Lint;

/// <summary>What <c>lint</c> found, and whether that is too much.</summary>
/// <param name="Report">The findings.</param>
/// <param name="FailOn">The least severity that counts.</param>
/// <param name="HasBase">Whether only some of the migrations were looked at, since the others are older.</param>
internal sealed record LintResult(LintReport Report, LintSeverity FailOn, bool HasBase)
{
    public ExitCode ExitCode => Report.Count(FailOn) > 0 ? ExitCode.Refused : ExitCode.Success;

    /// <summary>What is wrong; null if nothing is.</summary>
    public ErrorDetail? Error => ExitCode == ExitCode.Success ? null : new("Lint", $"lint finds {Counts()}.",
        "write it otherwise, or waive a rule where it is all right: [LintWaiver(\"rule\", \"why\")] on the migration"
        + (HasBase ? "." : ". What is released already is left out with --since VERSION."));

    /// <summary>The findings that are not waived, counted by severity.</summary>
    public string Counts()
    {
        string[] counts = [.. ((LintSeverity[])[LintSeverity.Error, LintSeverity.Warning, LintSeverity.Note])
            .Select(severity => (Severity: severity, Count: Report.Findings.Count(finding => finding.Waiver is null && finding.Severity == severity)))
            .Where(one => one.Count > 0).Select(one => Words.Count(one.Count, LintText.Word(one.Severity)))];
        return counts.Length == 0 ? "nothing" : string.Join(", ", counts);
    }
}
