namespace Migrator;

/// <summary>How to lint.</summary>
public sealed record LintOptions
{
    /// <summary>Severities other than the rules' own, by rule id.</summary>
    public IReadOnlyDictionary<string, LintSeverity> Severities { get; init; } = new Dictionary<string, LintSeverity>();

    /// <summary>Which migrations are looked at; the others are only read for what they leave behind. Default: all.</summary>
    public Func<MigrationDescriptor, bool> Includes { get; init; } = _ => true;

    internal LintSeverity Severity(LintRule rule) => Severities.TryGetValue(rule.Id, out var severity) ? severity : rule.Severity;
}
