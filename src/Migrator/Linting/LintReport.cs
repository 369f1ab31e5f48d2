namespace Migrator;

/// <summary>What the linter found.</summary>
/// <param name="Migrations">How many migrations were looked at.</param>
/// <param name="Findings">The findings, waived ones too, by migration and statement.</param>
/// <param name="Unused">Waivers of which nothing is waived.</param>
public sealed record LintReport(int Migrations, IReadOnlyList<LintFinding> Findings, IReadOnlyList<UnusedWaiver> Unused)
{
    /// <summary>How many findings count at this severity or above.</summary>
    public int Count(LintSeverity least) => Findings.Count(finding => finding.Counts(least));
}
