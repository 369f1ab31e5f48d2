using System.Text.Json;
using Migrator.Cli.Showing;

namespace Migrator.Cli.Verbs.Drift;

/// <summary>Drift for programs, with whole definitions.</summary>
internal static class DriftJson
{
    public static void Write(Utf8JsonWriter json, DriftReport report)
    {
        var result = report.Result;
        json.WriteString("verb", "drift");
        json.WriteBoolean("drift", result.Differences.Count > 0);
        json.WriteNumber("exitCode", (int)report.ExitCode);
        json.WriteDatabase("database", result.Database);
        json.WriteDatabase("shadow", result.Shadow);
        json.WriteNumber("applied", result.Applied);
        json.WriteNumber("current", result.Current);
        json.WriteNumber("objects", result.Objects);
        json.WriteArray("differences", result.Differences, one => json.WriteDifference(one, result.DefaultSchema));
        json.WriteArray("reordered", result.Reordered, one => json.WriteDifference(one, result.DefaultSchema));
        json.WriteNumber("ignored", result.Ignored);
        json.WriteArray("notes", result.Notes, json.WriteStringValue);
    }

    public static void WriteDifference(this Utf8JsonWriter json, ObjectDifference difference, string defaultSchema)
    {
        var subject = difference.Subject;
        json.WriteStartObject();
        json.WriteString("difference", difference.Word);
        json.WriteString("title", subject.Title(defaultSchema));
        json.WriteString("kind", subject.Noun);
        json.WriteString("schema", subject.Schema);
        json.WriteString("table", subject.Table);
        json.WriteString("name", subject.Name);
        json.WriteString("expected", difference.Expected?.Definition);
        json.WriteString("actual", difference.Actual?.Definition);
        json.WriteEndObject();
    }
}
