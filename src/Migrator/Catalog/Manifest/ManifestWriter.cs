using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Migrator.SchemaCheck;

namespace Migrator.Catalog.Manifest;

/// <summary>
/// Writes the manifest: one migration a line, ascending, so that a change reads well; and a sum over all of them at the top, so
/// that two branches that both add a migration conflict in git, wherever their lines stand.
/// </summary>
internal static class ManifestWriter
{
    public static string Write(SchemaManifest manifest)
    {
        string[] lines = [.. manifest.Migrations.Select(migration => "    " + Line(migration))];
        var body = string.Join(",\n", lines);
        var table = manifest.VersionTable is { } own ? $"  \"versionTable\": {Table(own)},\n" : "";
        var generator = manifest.Generator is { } record ? $"  \"generator\": {Json(record)},\n" : "";
        return $$"""
            {
              "format": {{SchemaManifest.Format}},
            {{generator}}  "sum": "{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}}",
            {{table}}  "migrations": [
            {{body}}
              ]
            }

            """.ReplaceLineEndings("\n");
    }

    private static string Json(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Line(ManifestMigration migration) => Json(json =>
    {
        json.WriteNumber("version", migration.Version);
        json.WriteString("name", migration.Name);
        if (migration.Assembly is { } assembly)
            json.WriteString("assembly", assembly);
        json.WriteBoolean("transactional", migration.Transactional);
        json.WriteBoolean("breaking", migration.Breaking);
        WriteTexts(json, "allTags", migration.AllTags);
        WriteTexts(json, "anyTags", migration.AnyTags);
        if (migration.Conditional)
            json.WriteBoolean("conditional", true);
        json.WriteString("sha256", migration.Checksum);
        if (migration.Checksum is null)
            json.WriteBoolean("opaque", true);
    });

    private static string Table(VersionTable table) => Json(json =>
    {
        if (table.Schema.Length > 0)
            json.WriteString("schema", table.Schema);
        json.WriteString("name", table.Name);
        json.WriteString("versionColumn", table.VersionColumn);
    });

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            return;

        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
