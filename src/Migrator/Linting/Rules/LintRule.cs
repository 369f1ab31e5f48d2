namespace Migrator;

/// <summary>A rule, as it is documented and configured.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Severity">How much its findings matter, unless the configuration says otherwise.</param>
/// <param name="Why">What happens, in one sentence.</param>
/// <param name="SafeForm">What to write instead.</param>
public sealed record LintRule(string Id, LintSeverity Severity, string Why, string SafeForm);
