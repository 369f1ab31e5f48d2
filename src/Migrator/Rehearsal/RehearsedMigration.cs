namespace Migrator;

/// <summary>A migration that was applied, reverted and applied again on a shadow database.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Statements">What each statement of its up did.</param>
/// <param name="Findings">What that means, the worst first.</param>
public sealed record RehearsedMigration(MigrationDescriptor Migration, IReadOnlyList<ObservedStatement> Statements,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>The worst of its findings.</summary>
    public Verdict Verdict => Findings.Count == 0 ? Verdict.Safe : Findings.Max(finding => finding.Verdict);

    /// <summary>How long its statements took on the shadow database, which has hardly a row.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks(Statements.Sum(statement => statement.Duration.Ticks));

    /// <summary>Whether its down brought the schema back exactly, and its up could be applied again.</summary>
    public bool IsReversible => !Findings.Any(finding => finding.Verdict == Verdict.Irreversible);
}
