using Migrator.Cli.Terminal;

namespace Migrator.Cli.Showing;

/// <summary>A verb's result, for places beside the two streams.</summary>
/// <param name="Verb">The verb; empty where none could be read.</param>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Text">What the text output says of the result, without colours.</param>
/// <param name="Database">The database; null if it was never reached.</param>
/// <param name="Steps">The plan's steps and how each went.</param>
/// <param name="Error">What went wrong; null if nothing did.</param>
internal sealed record RunSummary(
    string Verb, ExitCode ExitCode, string Text, DatabaseIdentity? Database, IReadOnlyList<StepResult> Steps, ErrorDetail? Error)
{
    /// <summary>What the linter found.</summary>
    public IReadOnlyList<LintFinding> Findings { get; init; } = [];

    /// <summary>The result as markdown, for where that is read; null where it has none of its own.</summary>
    public string? Markdown { get; init; }
}
