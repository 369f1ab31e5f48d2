using System.Text.Encodings.Web;
using System.Text.Json;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Lint;

/// <summary>
/// Findings as SARIF 2.1.0, which code hosts show beside the lines.
/// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
/// </summary>
internal static class SarifFile
{
    private static readonly JsonWriterOptions Options = new()
    { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it be.</exception>
    public static void Write(string path, LintReport report)
    {
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, Options);
        Write(json, report);
    }

    private static void Write(Utf8JsonWriter json, LintReport report)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteArray("runs", [report], _ =>
        {
            json.WriteStartObject();
            json.WriteStartObject("tool");
            json.WriteStartObject("driver");
            json.WriteString("name", "dotnet migrator lint");
            json.WriteString("version", ToolVersion.Short);
            json.WriteArray("rules", LintRules.All, rule => WriteRule(json, rule));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteArray("invocations", [report], one => WriteInvocation(json, one));
            json.WriteArray("results", report.Findings, finding => WriteResult(json, finding));
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, LintRule rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        WriteText(json, "shortDescription", rule.Why);
        WriteText(json, "help", rule.SafeForm);
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", FindingLine.Word(rule.Severity));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteInvocation(Utf8JsonWriter json, LintReport report)
    {
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", true);
        json.WriteArray("toolExecutionNotifications", report.Unused, unused =>
        {
            json.WriteStartObject();
            json.WriteString("level", "note");
            WriteText(json, "message", $"{unused.Migration} waives {unused.Waiver.Rule}, but there is nothing to waive.");
            WriteLocations(json, unused.Location);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, LintFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule.Id);
        json.WriteString("level", FindingLine.Word(finding.Severity));
        WriteText(json, "message", $"{finding.Migration}: {finding.Message}. Instead: {finding.SafeForm}.");
        WriteLocations(json, finding.Location);
        if (finding.Waiver is { } waiver)
            json.WriteArray("suppressions", [waiver], one =>
            {
                json.WriteStartObject();
                json.WriteString("kind", "inSource");
                json.WriteString("justification", one.Reason);
                json.WriteEndObject();
            });
        json.WriteEndObject();
    }

    private static void WriteLocations(Utf8JsonWriter json, SourceLocation? location)
    {
        if (location is null)
            return;

        json.WriteArray("locations", [location], one =>
        {
            json.WriteStartObject();
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", Path.IsPathRooted(one.File)
                ? new Uri(one.File).AbsoluteUri : Uri.EscapeDataString(one.File).Replace("%2F", "/", StringComparison.Ordinal));
            json.WriteEndObject();
            json.WriteStartObject("region");
            json.WriteNumber("startLine", one.Line);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
