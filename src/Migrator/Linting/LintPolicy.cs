namespace Migrator;

/// <summary>How a run lints what it is about to apply.</summary>
/// <param name="Mode">What findings lead to.</param>
/// <param name="FailOn">The least severity that refuses.</param>
/// <param name="Options">Severities; which migrations, the plan says.</param>
public sealed record LintPolicy(LintMode Mode, LintSeverity FailOn, LintOptions Options)
{
    /// <summary>No linting.</summary>
    public static LintPolicy Off { get; } = new(LintMode.Off, LintSeverity.Error, new());
}
