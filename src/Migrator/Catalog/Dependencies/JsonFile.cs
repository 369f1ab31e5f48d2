using System.Text.Json;

namespace Migrator.Catalog.Dependencies;

/// <summary>Files that the .NET SDK writes beside what it builds: they help where they are there.</summary>
internal static class JsonFile
{
    /// <summary>Reads one; null if it is not there, or is none.</summary>
    public static JsonDocument? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? JsonDocument.Parse(File.ReadAllBytes(path)) : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A property of an object; null if there is none.</summary>
    public static JsonElement? Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A text among an object's properties; null if there is none.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>An object's properties; none of what is no object.</summary>
    public static IEnumerable<JsonProperty> Members(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject() : [];

    /// <summary>The texts in a list; none of what is no list.</summary>
    public static IEnumerable<string> Texts(this JsonElement? element) => element is { ValueKind: JsonValueKind.Array } value
        ? value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!) : [];
}
