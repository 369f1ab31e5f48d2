using System.Text.Json;
using Migrator.Cli.Showing;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Verbs.Status;

/// <summary>The status for programs.</summary>
internal static class StatusJson
{
    public static void Write(Utf8JsonWriter json, SchemaStatus status)
    {
        json.WriteDatabase("database", status.Database);
        json.WriteString("verdict", status.Comparison.Verdict.ToString());
        json.WriteBoolean("standby", status.Standby is not null);
        json.WriteBoolean("runningIsKnown", status.RunningIsKnown);
        json.WriteString("generator", status.Generator);
        json.WriteString("elsewhere", status.Elsewhere);
        json.WriteNumber("current", status.History.Current);
        json.WriteNumber("latest", status.Catalog.Latest);
        json.WriteArray("applied", status.History.Applied, migration => WriteApplied(json, status, migration));
        json.WriteArray("pending", status.Pending, migration =>
        {
            json.WriteStartObject();
            json.WriteNumber("version", migration.Version);
            json.WriteString("name", migration.Name);
            json.WriteAssembly(migration);
            json.WriteBoolean("transactional", migration.Transactional);
            json.WriteBoolean("breaking", migration.Breaking);
            json.WriteEndObject();
        });
        json.WriteVersions("outOfOrder", status.Comparison.OutOfOrder);
        json.WriteVersions("unknown", status.Comparison.Unknown);
        json.WriteVersions("edited", status.Comparison.Edited);
        json.WriteArray("leftOut", status.Catalog.LeftOut, one =>
        {
            json.WriteStartObject();
            json.WriteNumber("version", one.Migration.Version);
            json.WriteString("name", one.Migration.Name);
            json.WriteAssembly(one.Migration);
            if (one.Namespace is { } space)
                json.WriteString("namespace", space);
            json.WriteArray("tags", one.Tags, json.WriteStringValue);
            json.WriteEndObject();
        });
        json.WriteArray("notes", status.Notes, json.WriteStringValue);
        json.WriteArray("dirty", status.History.Dirty, dirty => json.WriteNumberValue(dirty.Version));
    }

    private static void WriteApplied(Utf8JsonWriter json, SchemaStatus status, AppliedMigration migration)
    {
        json.WriteStartObject();
        json.WriteNumber("version", migration.Version);
        json.WriteString("name", status.Catalog.Find(migration.Version)?.Name ?? migration.Description);
        json.WriteAssembly(status.Catalog.Find(migration.Version));
        if (migration.AppliedAt is { } at)
            json.WriteString("appliedAt", at.UtcDateTime);
        else
            json.WriteNull("appliedAt");
        json.WriteNumber("durationMs", (long?)migration.Duration?.TotalMilliseconds);
        json.WriteEndObject();
    }
}
