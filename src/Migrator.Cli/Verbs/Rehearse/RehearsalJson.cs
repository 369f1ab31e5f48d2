using System.Text.Json;
using Migrator.Cli.Showing;
using Migrator.Cli.Verbs.Rehearse.Findings;

namespace Migrator.Cli.Verbs.Rehearse;

/// <summary>A rehearsal for programs.</summary>
internal static class RehearsalJson
{
    public static void Write(Utf8JsonWriter json, RehearsalSummary report)
    {
        var result = report.Rehearsal;
        json.WriteDatabase("database", result.Database);
        json.WriteDatabase("shadow", result.Shadow);
        json.WriteNumber("from", result.From);
        json.WriteString("verdict", VerdictWords.Name(result.Verdict));
        json.WriteString("level", report.Level is { } level ? VerdictWords.Name(level) : null);
        json.WriteArray("migrations", result.Migrations, one => WriteMigration(json, report, one));
        json.WriteVersions("notRehearsed", [.. result.NotRehearsed.Select(one => one.Version)]);
        json.WriteArray("notes", result.Notes, json.WriteStringValue);
    }

    private static void WriteMigration(Utf8JsonWriter json, RehearsalSummary report, RehearsedMigration one)
    {
        json.WriteStartObject();
        json.WriteNumber("version", one.Migration.Version);
        json.WriteString("name", one.Migration.Name);
        json.WriteAssembly(one.Migration);
        json.WriteBoolean("transactional", one.Migration.Transactional);
        json.WriteString("verdict", VerdictWords.Name(one.Verdict));
        json.WriteBoolean("reversible", one.IsReversible);
        json.WriteNumber("durationMs", (long)one.Duration.TotalMilliseconds);
        json.WriteArray("findings", one.Findings, finding => WriteFinding(json, report.Rehearsal, finding));
        json.WriteArray("statements", one.Statements, statement => WriteStatement(json, report, statement));
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, RehearsalReport result, RehearsalFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("kind", finding.Kind.ToString());
        json.WriteString("verdict", VerdictWords.Name(finding.Verdict));
        json.WriteString("text", FindingText.Of(finding, result));
        json.WriteString("relation", finding.Relation?.DottedName(result.DefaultSchema));
        json.WriteString("column", finding.Column);
        json.WriteString("lock", finding.Lock is { } mode ? mode.Words() : null);
        json.WriteNumber("statement", finding.Statement?.Number);
        json.WriteNumber("worker", finding.Worker?.Number);
        if (finding.Relation is { } relation && result.Weights.TryGetValue((relation.Schema, relation.Name), out var weight))
        {
            json.WriteNumber("rows", weight.Rows);
            json.WriteNumber("bytes", weight.Bytes);
            json.WriteNumber("writesPerSecond", Math.Round(weight.WritesPerSecond, 1));
            json.WriteNumber("readsPerSecond", Math.Round(weight.ReadsPerSecond, 1));
        }

        if (finding.Difference is { } difference)
        {
            json.WritePropertyName("object");
            json.WriteDifference(difference, result.DefaultSchema);
        }

        json.WriteEndObject();
    }

    private static void WriteStatement(Utf8JsonWriter json, RehearsalSummary report, ObservedStatement statement)
    {
        json.WriteStartObject();
        json.WriteNumber("number", statement.Number);
        json.WriteString("command", statement.Command);
        if (report.ShowSql)
            json.WriteString("sql", statement.Sql);
        json.WriteNumber("durationMs", (long)statement.Duration.TotalMilliseconds);
        json.WriteBoolean("locksKnown", statement.LocksAreKnown);
        json.WriteArray("locks", statement.Locks, one =>
        {
            json.WriteStartObject();
            json.WriteString("relation", Name(one.Relation));
            json.WriteString("mode", one.Mode.Words());
            json.WriteEndObject();
        });
        json.WriteArray("scanned", statement.Scanned.Select(Name), json.WriteStringValue);
        json.WriteArray("rewritten", statement.Rewritten.Select(Name), json.WriteStringValue);
        json.WriteArray("emptied", statement.Emptied.Select(Name), json.WriteStringValue);
        json.WriteArray("indexed", statement.Indexed.Select(Name), json.WriteStringValue);
        json.WriteEndObject();

        string Name(Relation relation) => relation.DottedName(report.Rehearsal.DefaultSchema);
    }
}
