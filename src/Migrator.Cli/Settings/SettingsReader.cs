using System.Globalization;

namespace Migrator.Cli.Settings;

/// <summary>Finds a setting's value: flag, then variable, then migrator.json.</summary>
/// <param name="flags">The flags that were given, by name.</param>
/// <param name="environment">The variables.</param>
/// <param name="file">migrator.json.</param>
/// <param name="workingDirectory">Where relative paths of flags and variables start.</param>
internal sealed class SettingsReader(
    IReadOnlyDictionary<string, IReadOnlyList<string>> flags, Func<string, string?> environment, ProjectFile file, string workingDirectory)
{
    public ProjectFile File => file;

    public string? Environment(string variable) => environment(variable) is { Length: > 0 } value ? value : null;

    /// <summary>The values of the first source that has any, with that source's name for messages.</summary>
    public (IReadOnlyList<string> Values, SettingSource Source) FindAll(Setting setting)
    {
        if (Flag(setting) is { } given)
            return (given, SettingSource.Flag);
        if (Environment(setting.Variable) is { } variable)
            return ([variable], SettingSource.Variable);

        return file.Values(setting) is { Count: > 0 } inFile ? (inFile, SettingSource.File) : ([], SettingSource.None);
    }

    public string? Find(Setting setting) => FindAll(setting).Values is [.., var last] ? last : null;

    public IReadOnlyList<string>? Flag(Setting setting) => flags.GetValueOrDefault(setting.Name);

    /// <summary>A list; a variable separates by commas.</summary>
    public IReadOnlyList<string> List(Setting setting) =>
        [.. FindAll(setting).Values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    /// <exception cref="ConfigurationException">The value is neither true nor false.</exception>
    public bool Bool(Setting setting) => Find(setting)?.ToUpperInvariant() switch
    {
        null or "FALSE" or "0" or "NO" => false,
        "TRUE" or "1" or "YES" or "" => true,
        _ => throw Bad(setting, "must be true or false"),
    };

    /// <summary>A time such as <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>; a bare number is seconds.</summary>
    /// <exception cref="ConfigurationException">The value is no such time.</exception>
    public TimeSpan Time(Setting setting, TimeSpan fallback) =>
        Find(setting) is not { } text ? fallback : TryTime(text, out var time) ? time
            : throw Bad(setting, "must be a time such as 500ms, 30s, 5m or 1h (a bare number is seconds), at most 24 days");

    /// <exception cref="ConfigurationException">The value is none of those allowed.</exception>
    public string OneOf(Setting setting, string fallback, params string[] allowed)
    {
        var value = Find(setting) ?? fallback;
        return allowed.FirstOrDefault(one => one.Equals(value, StringComparison.OrdinalIgnoreCase))
            ?? throw Bad(setting, $"must be {string.Join(" or ", allowed)}");
    }

    /// <summary>A path, made absolute: from the working directory, or from migrator.json's folder if it stands there.</summary>
    public string? PathOf(Setting setting) => FindAll(setting) switch
    {
        ([.., var path], SettingSource.File) => Path.GetFullPath(path, file.Folder),
        ([.., var path], _) => Path.GetFullPath(path, workingDirectory),
        _ => null,
    };

    /// <summary>An error that names where the value came from; the value itself only where it cannot be a secret.</summary>
    public ConfigurationException Bad(Setting setting, string rule)
    {
        var (values, source) = FindAll(setting);
        return new($"{NameOf(setting, source)} is \"{values[^1]}\": it {rule}.");
    }

    public string NameOf(Setting setting, SettingSource source) => source switch
    {
        SettingSource.Variable => setting.Variable,
        SettingSource.File => $"\"{setting.Key}\" in {file.Path}",
        _ => setting.Flag,
    };

    private static bool TryTime(string text, out TimeSpan time)
    {
        time = default;
        var trimmed = text.Trim();
        var digits = trimmed.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        if (digits == 0 || !double.TryParse(trimmed[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;

        double? seconds = trimmed[digits..].Trim() switch { "ms" => 0.001, "" or "s" => 1, "m" or "min" => 60, "h" => 3600, _ => null };
        // The server's own timeouts are 32-bit milliseconds.
        if (seconds is not { } unit || number * unit > int.MaxValue / 1000.0)
            return false;

        time = TimeSpan.FromSeconds(number * unit);
        return true;
    }
}
