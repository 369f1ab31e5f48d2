namespace Migrator;

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
