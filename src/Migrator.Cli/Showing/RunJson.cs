using System.Text.Json;

namespace Migrator.Cli.Showing;

/// <summary>A run for programs.</summary>
internal static class RunJson
{
    public static void Write(Utf8JsonWriter json, long? from, long? to, IReadOnlyList<StepResult> steps,
        IReadOnlyList<string> notes)
    {
        json.WriteNumber("from", from);
        json.WriteNumber("to", to);
        json.WriteArray("notes", notes, json.WriteStringValue);
        json.WriteArray("steps", steps, step =>
        {
            json.WriteStartObject();
            json.WriteNumber("version", step.Migration.Version);
            json.WriteString("name", step.Migration.Name);
            json.WriteAssembly(step.Migration);
            json.WriteString("direction", step.Direction == Direction.Up ? "up" : "down");
            json.WriteString("state", step.State.ToString());
            json.WriteNumber("durationMs", (long)step.Duration.TotalMilliseconds);
            json.WriteNumber("attempts", step.Attempts);
            json.WriteNumber("roundTrips", step.RoundTrips);
            json.WriteArray("notices", step.Notices, notice =>
            {
                json.WriteStartObject();
                json.WriteString("severity", notice.Severity);
                json.WriteString("sqlState", notice.SqlState);
                json.WriteString("message", notice.Message);
                json.WriteEndObject();
            });
            json.WriteEndObject();
        });
    }
}
