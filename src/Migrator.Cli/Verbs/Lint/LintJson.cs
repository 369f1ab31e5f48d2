using System.Text.Json;
using Migrator.Cli.Showing;

namespace Migrator.Cli.Verbs.Lint;

/// <summary>Findings as JSON.</summary>
internal static class LintJson
{
    public static void Write(Utf8JsonWriter json, LintResult result)
    {
        json.WriteString("verb", "lint");
        json.WriteNumber("exitCode", (int)result.ExitCode);
        json.WriteString("failOn", LintText.Word(result.FailOn));
        json.WriteNumber("migrations", result.Report.Migrations);
        WriteFindings(json, result.Report.Findings);
        json.WriteArray("unusedWaivers", result.Report.Unused, unused =>
        {
            json.WriteStartObject();
            json.WriteNumber("version", unused.Migration.Version);
            json.WriteString("name", unused.Migration.Name);
            json.WriteString("rule", unused.Waiver.Rule);
            json.WriteString("reason", unused.Waiver.Reason);
            json.WriteEndObject();
        });
    }

    public static void WriteFindings(Utf8JsonWriter json, IReadOnlyList<LintFinding> findings) => json.WriteArray("findings", findings, finding =>
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteString("severity", LintText.Word(finding.Severity));
        json.WriteNumber("version", finding.Migration.Version);
        json.WriteString("name", finding.Migration.Name);
        json.WriteNumber("statement", finding.Statement);
        json.WriteString("file", finding.Location?.File);
        json.WriteNumber("line", finding.Location?.Line);
        json.WriteString("message", finding.Message);
        json.WriteString("safeForm", finding.Rule.SafeForm);
        json.WriteString("waived", finding.Waiver?.Reason);
        json.WriteEndObject();
    });
}
