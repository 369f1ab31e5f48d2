namespace Migrator;

/// <summary>A rule, as it is documented and configured.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Severity">How much its findings matter, unless the configuration says otherwise.</param>
/// <param name="Why">What happens, in one sentence.</param>
/// <param name="SafeForm">What to write instead.</param>
public sealed record LintRule(string Id, LintSeverity Severity, string Why, string SafeForm);

/// <summary>How much a finding matters.</summary>
public enum LintSeverity
{
    /// <summary>Not looked for.</summary>
    Off,

    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>May hurt: look at it.</summary>
    Warning,

    /// <summary>Stops the application on a table of some size, fails, or loses data.</summary>
    Error,
}
