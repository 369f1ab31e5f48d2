using System.Text.Json;

namespace Migrator.SchemaCheck;

/// <summary>Reads the manifest's JSON. Keys that it does not know are left alone: a later version of the same format may add
/// some.</summary>
internal static class ManifestReader
{
    private const int ChecksumLength = 64;

    public static SchemaManifest Read(ReadOnlyMemory<byte> utf8, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(SkipByteOrderMark(utf8),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            var root = document.RootElement;
            var format = root.ValueKind == JsonValueKind.Object ? root.GetProperty("format").GetInt32() : 0;
            if (format != SchemaManifest.Format)
                throw new ManifestException($"{source} has format {format}; this version reads format {SchemaManifest.Format}. "
                    + "Write it anew with the tool of this version: dotnet migrator manifest");

            ManifestMigration[] migrations = [.. root.GetProperty("migrations").EnumerateArray().Select(Migration)
                .OrderBy(migration => migration.Version)];
            for (var i = 1; i < migrations.Length; i++)
            {
                if (migrations[i].Version == migrations[i - 1].Version)
                    throw new ManifestException($"{source} has version {migrations[i].Version} twice. Write it anew: dotnet "
                        + $"migrator manifest");
            }

            return new(migrations, root.TryGetProperty("versionTable", out var table) ? Table(table) : null)
            {
                Generator = Text(root, "generator"),
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException)
        {
            throw new ManifestException($"{source} is no manifest of migrations: {exception.Message} Write it anew: dotnet "
                + $"migrator manifest", exception);
        }
    }

    private static ManifestMigration Migration(JsonElement json) =>
        new(json.GetProperty("version").GetInt64(), Text(json, "name") ?? throw new FormatException("a migration has no name."),
            Flag(json, "transactional", true), Flag(json, "breaking", false), Checksum(json))
        {
            Assembly = Text(json, "assembly"),
            AllTags = Texts(json, "allTags"),
            AnyTags = Texts(json, "anyTags"),
            Conditional = Flag(json, "conditional", false),
        };

    // One that is cut short, or in capitals, would call every database edited.
    private static string? Checksum(JsonElement json) => Text(json, "sha256") switch
    {
        null => null,
        { Length: ChecksumLength } text when text.All(char.IsAsciiHexDigitLower) => text,
        _ => throw new FormatException($"a sha256 is not {ChecksumLength} lower-case hexadecimal digits."),
    };

    private static VersionTable Table(JsonElement json)
    {
        var fallback = VersionTable.Default;
        return new()
        {
            // Not said: the default of whoever looks.
            Schema = Name(json, "schema") ?? "",
            Name = Name(json, "name") ?? fallback.Name,
            VersionColumn = Name(json, "versionColumn") ?? fallback.VersionColumn,
        };
    }

    private static string? Name(JsonElement json, string name) =>
        Text(json, name) is not { } text || Identifier.IsPlain(text) ? Text(json, name)
        : throw new FormatException($"the {name} of the version table is not a plain identifier.");

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string[] Texts(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value)
            ? [.. value.EnumerateArray().Select(one => one.GetString() ?? throw new FormatException("a tag is null."))] : [];

    private static bool Flag(JsonElement json, string name, bool fallback) =>
        json.TryGetProperty(name, out var value) ? value.GetBoolean() : fallback;

    private static ReadOnlyMemory<byte> SkipByteOrderMark(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? utf8[3..] : utf8;
}
