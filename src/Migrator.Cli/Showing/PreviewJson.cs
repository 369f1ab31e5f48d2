using System.Text.Json;

namespace Migrator.Cli.Showing;

/// <summary>The fields of a dry run's document: those of the run, and what is known beforehand.</summary>
internal static class PreviewJson
{
    public static void Write(Utf8JsonWriter json, MigrationPreview preview)
    {
        var outcome = preview.Outcome;
        json.WriteNumber("from", outcome.From);
        json.WriteNumber("to", outcome.To);
        json.WriteString("schema", preview.Schema);
        json.WriteString("generator", preview.Generator);
        json.WriteString("running", preview.Running?.ToString());
        json.WriteArray("notes", preview.Notes, json.WriteStringValue);
        json.WriteArray("creates", preview.Creates, json.WriteStringValue);
        json.WriteArray("steps", preview.Steps, step =>
        {
            json.WriteStartObject();
            json.WriteNumber("version", step.Migration.IsMigration ? step.Migration.Version : null);
            json.WriteString("name", step.Migration.Name);
            json.WriteAssembly(step.Migration);
            json.WriteString("direction", outcome.Direction == Direction.Up ? "up" : "down");
            json.WriteString("state", nameof(StepState.Planned));
            json.WriteNumber("durationMs", 0);
            json.WriteNumber("attempts", 0);
            json.WriteNumber("roundTrips", 0);
            json.WriteBoolean("transactional", step.Migration.Transactional);
            json.WriteBoolean("breaking", step.Migration.Breaking);
            json.WriteString("opaque", step.Opaque);
            json.WriteString("note", step.Note);
            json.WriteArray("sql", step.Sql, json.WriteStringValue);
            json.WriteEndObject();
        });
    }
}
