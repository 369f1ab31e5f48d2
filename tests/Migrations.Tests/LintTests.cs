using Migrator;

namespace Migrations.Tests;

/// <summary>The sample schema is what the linter wants, or says why not.</summary>
public sealed class LintTests
{
    private static readonly LintReport Report = MigrationEngine.Lint(
        MigrationAssembly.From(typeof(Storefront.Migrations.CreateCustomers).Assembly));

    [Fact]
    public void EveryFinding_IsWaivedWithAReason() =>
        Assert.Empty(Report.Findings.Where(finding => finding.Waiver is null)
            .Select(finding => $"{finding.Migration}: {finding.Rule.Id}: {finding.Message}"));

    [Fact]
    public void EveryWaiver_IsNeeded() =>
        Assert.Empty(Report.Unused.Select(unused => $"{unused.Migration}: {unused.Waiver.Rule}"));

    [Fact]
    public void EveryFinding_IsAtALineOfItsMigration() => Assert.All(Report.Findings, finding =>
    {
        Assert.EndsWith($"{finding.Migration.Version}_{finding.Migration.Name}.cs", finding.Location!.File,
            StringComparison.Ordinal);
        Assert.InRange(finding.Location.Line, 10, 40);
    });
}
