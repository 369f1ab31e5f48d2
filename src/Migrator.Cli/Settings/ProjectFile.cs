using System.Text.Json;

namespace Migrator.Cli.Settings;

/// <summary>migrator.json, found in the working directory or above it.</summary>
internal sealed class ProjectFile
{
    public const string Name = "migrator.json";

    private static readonly JsonDocumentOptions Lenient = new()
    { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly Dictionary<string, string[]> _values = new(StringComparer.Ordinal);

    private ProjectFile(string? path, string folder)
    {
        Path = path;
        Folder = folder;
    }

    /// <summary>The file; null if there is none.</summary>
    public string? Path { get; }

    /// <summary>Its folder, which relative paths in it start from; without a file the working directory.</summary>
    public string Folder { get; }

    /// <summary>The severities that it gives to rules of the linter, as they are written.</summary>
    public IReadOnlyDictionary<string, string> LintRules { get; private set; } = new Dictionary<string, string>();

    /// <summary>Finds and reads it.</summary>
    /// <param name="workingDirectory">Where to begin.</param>
    /// <param name="known">Every setting of the tool, asked for only where there is a file.</param>
    /// <exception cref="ConfigurationException">The file is no JSON object, or has a key or value that does not fit.</exception>
    public static ProjectFile Find(string workingDirectory, Func<IEnumerable<Setting>> known)
    {
        for (var folder = new DirectoryInfo(workingDirectory); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, Name);
            if (!File.Exists(path))
                continue;

            var file = new ProjectFile(path, folder.FullName);
            file.Read(path, [.. known()]);
            return file;
        }

        return new(null, workingDirectory);
    }

    public IReadOnlyList<string> Values(Setting setting) => _values.GetValueOrDefault(setting.Key) ?? [];

    private void Read(string path, Setting[] settings)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new ConfigurationException($"{path} must hold a JSON object, such as {{ \"project\": "
                    + $"\"src/Migrations/Migrations.csproj\" }}.");

            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name != "$schema"
                    && !_values.TryAdd(property.Name, Values(path, property, Known(path, property.Name, settings))))
                    throw new ConfigurationException($"{path} has \"{property.Name}\" twice.");
            }
        }
        catch (JsonException exception)
        {
            throw new ConfigurationException($"{path} is not valid JSON: line {exception.LineNumber + 1}, byte "
                + $"{exception.BytePositionInLine + 1}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private static Setting Known(string path, string key, Setting[] settings)
    {
        var setting = settings.FirstOrDefault(setting => setting.Key == key && setting.HasVariable);
        if (setting is { InFile: true })
            return setting;
        if (setting?.Name == SharedSettings.Connection.Name)
            throw new ConfigurationException(
                $"{path} has \"connection\": a committed file is no place for a secret. Use MIGRATOR_CONNECTION or "
                + $"\"connectionFile\".");
        if (setting?.Name == SharedSettings.Shadow.Name)
            throw new ConfigurationException($"{path} has \"shadow\": a committed file is no place for a secret. Use "
                + $"MIGRATOR_SHADOW.");
        if (setting is not null)
            throw new ConfigurationException($"{path} has \"{key}\", which must be said at each run: {setting.Flag}.");

        throw new ConfigurationException(
            $"{path} has the key \"{key}\", which is not known. Known: "
            + $"{string.Join(", ", settings.Where(one => one.InFile).Select(one => one.Key).Distinct().Order())}.");
    }

    private string[] Values(string path, JsonProperty property, Setting setting)
    {
        if (property.Name != SharedSettings.Lint.Key || property.Value.ValueKind != JsonValueKind.Object)
            return Plain(path, property) is var values && (values.Length == 1 || setting.IsList) ? values
                : throw new ConfigurationException($"{path}: \"{property.Name}\" takes one value, and has {values.Length}.");

        var section = LintSection.Read(path, property.Value);
        LintRules = section.Rules;
        return section.Up is { } up ? [up] : [];
    }

    private static string[] Plain(string path, JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.String => [property.Value.GetString()!],
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => [property.Value.GetRawText()],
        JsonValueKind.Array when property.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. property.Value.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw new ConfigurationException(
            $"{path}: \"{property.Name}\" must be a text, a number, true or false, or a list of texts."),
    };
}
