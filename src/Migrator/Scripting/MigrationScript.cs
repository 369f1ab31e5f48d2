namespace Migrator;

/// <summary>A script for psql, or a refusal: exactly one of them.</summary>
/// <param name="Text">The script, with line ends of <c>\n</c>; null if it was refused.</param>
/// <param name="Migrations">The migrations in it, in order.</param>
/// <param name="Refusal">Why there is none.</param>
public sealed record MigrationScript(string? Text, IReadOnlyList<MigrationDescriptor> Migrations, Refusal? Refusal = null)
{
    /// <summary>What the linter found, where that is why there is none; else null.</summary>
    public LintReport? Lint { get; init; }

    /// <summary>What is worth knowing of a script that there is, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
