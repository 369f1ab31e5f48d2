namespace Migrator.Cli.Settings;

/// <summary>The settings of the linter, bound.</summary>
internal static class LintSettings
{
    /// <summary>The severities that migrator.json gives.</summary>
    /// <exception cref="ConfigurationException">It names a rule or a severity that does not exist.</exception>
    public static LintOptions Options(SettingsReader reader) => new()
    {
        Severities = reader.File.LintRules.ToDictionary(one => one.Key, one => Severity(reader.File, one.Key, one.Value)),
    };

    /// <summary>The least severity that counts.</summary>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public static LintSeverity FailOn(SettingsReader reader) =>
        Enum.Parse<LintSeverity>(reader.Get(SharedSettings.FailOn), ignoreCase: true);

    /// <summary>What <c>up</c> does with findings.</summary>
    /// <exception cref="ConfigurationException">A value is none of those allowed.</exception>
    public static LintPolicy Policy(SettingsReader reader) => new(
        Enum.Parse<LintMode>(reader.Get(SharedSettings.Lint), ignoreCase: true), FailOn(reader), Options(reader));

    private static LintSeverity Severity(ProjectFile file, string rule, string severity)
    {
        var key = $"\"lint.rules.{rule}\" in {file.Path}";
        if (LintRules.Find(rule) is null)
            throw new ConfigurationException(
                $"{key} is no rule. Rules: {string.Join(", ", LintRules.All.Select(one => one.Id))}.");

        return severity switch
        {
            "off" => LintSeverity.Off,
            "note" => LintSeverity.Note,
            "warning" => LintSeverity.Warning,
            "error" => LintSeverity.Error,
            _ => throw new ConfigurationException($"{key} is \"{severity}\": it must be off, note, warning or error."),
        };
    }
}
