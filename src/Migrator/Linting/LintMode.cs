namespace Migrator;

/// <summary>What a run does with findings in the migrations that it is about to apply.</summary>
public enum LintMode
{
    /// <summary>Does not look.</summary>
    Off,

    /// <summary>Tells them and goes on.</summary>
    Warn,

    /// <summary>Applies nothing.</summary>
    Refuse,
}
