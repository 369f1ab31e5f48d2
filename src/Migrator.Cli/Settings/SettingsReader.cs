namespace Migrator.Cli.Settings;

/// <summary>Finds a setting's value: flag, then variable, then migrator.json.</summary>
/// <param name="flags">The flags that were given, by name.</param>
/// <param name="environment">The variables.</param>
/// <param name="file">migrator.json.</param>
/// <param name="workingDirectory">Where relative paths of flags and variables start.</param>
internal sealed class SettingsReader(
    IReadOnlyDictionary<string, IReadOnlyList<string>> flags, Func<string, string?> environment, ProjectFile file,
    string workingDirectory)
{
    public ProjectFile File => file;

    public string? Environment(string variable) => environment(variable) is { Length: > 0 } value ? value : null;

    /// <summary>The values of the first source that has any, with that source's name for messages.</summary>
    /// <exception cref="ConfigurationException">A connection was given to what takes none.</exception>
    public (IReadOnlyList<string> Values, SettingSource Source) FindAll(Setting setting)
    {
        var (values, source) = FirstOf(setting);
        return !SharedSettings.TakesConnection(setting) && values.Any(MisplacedConnection.Is)
            ? throw new ConfigurationException($"{NameOf(setting, source)} holds a connection (not shown), and takes none. "
                + $"Give it as {SharedSettings.Connection.Flag} or {SharedSettings.Connection.Variable}.")
            : (values, source);
    }

    public string? Find(Setting setting) => FindAll(setting).Values is [.., var last] ? last : null;

    public IReadOnlyList<string>? Flag(Setting setting) => flags.GetValueOrDefault(setting.Name);

    /// <summary>A setting's value, or its default.</summary>
    /// <exception cref="ConfigurationException">What was said does not fit.</exception>
    public T Get<T>(Setting<T> setting) => setting.Read(this);

    /// <summary>A path, made absolute: from the working directory, or from migrator.json's folder if it stands there.</summary>
    public string? PathOf(Setting setting) => FindAll(setting) switch
    {
        ([.., var path], SettingSource.File) => Path.GetFullPath(path, file.Folder),
        ([.., var path], _) => Path.GetFullPath(path, workingDirectory),
        _ => null,
    };

    /// <summary>Several paths, made absolute in the same way. Of a variable that is itself the name of something there, the
    /// commas are no separators.</summary>
    public IReadOnlyList<string> PathsOf(Setting setting)
    {
        var (values, source) = FindAll(setting);
        var folder = source == SettingSource.File ? file.Folder : workingDirectory;
        return [.. values.SelectMany(value => source == SettingSource.Variable && !Path.Exists(Path.GetFullPath(value, folder))
            ? value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [value])
            .Select(path => Path.GetFullPath(path, folder))];
    }

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

    private (IReadOnlyList<string> Values, SettingSource Source) FirstOf(Setting setting)
    {
        if (Flag(setting) is { } given)
            return (given, SettingSource.Flag);
        if (!setting.HasVariable)
            return ([], SettingSource.None);
        if (Environment(setting.Variable) is { } variable)
            return ([variable], SettingSource.Variable);

        return file.Values(setting) is { Count: > 0 } inFile ? (inFile, SettingSource.File) : ([], SettingSource.None);
    }
}
