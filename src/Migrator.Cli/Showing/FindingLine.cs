using System.Text.Json;

namespace Migrator.Cli.Showing;

/// <summary>What the linter found, as every verb that lints says it.</summary>
internal static class FindingLine
{
    public static string Word(LintSeverity severity) => severity.ToString().ToLowerInvariant();

    /// <summary>A finding in one line.</summary>
    public static string Of(LintFinding finding) =>
        $"{finding.Migration}{(Place(finding) is { Length: > 0 } place ? $" ({place})" : "")}: {Word(finding.Severity)} "
            + $"{finding.Rule.Id}: {finding.Message}.";

    public static string Place(LintFinding finding) => finding switch
    {
        { Location: { } location } => $"{location.File}:{location.Line}",
        { Statement: { } statement } => $"statement {statement}",
        _ => "",
    };

    public static void WriteFindings(this Utf8JsonWriter json, IReadOnlyList<LintFinding> findings) =>
        json.WriteArray("findings", findings, finding =>
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteString("severity", Word(finding.Severity));
        json.WriteNumber("version", finding.Migration.Version);
        json.WriteString("name", finding.Migration.Name);
        json.WriteAssembly(finding.Migration);
        json.WriteNumber("statement", finding.Statement);
        json.WriteString("file", finding.Location?.File);
        json.WriteNumber("line", finding.Location?.Line);
        json.WriteString("message", finding.Message);
        json.WriteString("safeForm", finding.SafeForm);
        json.WriteString("waived", finding.Waiver?.Reason);
        json.WriteEndObject();
    });
}
