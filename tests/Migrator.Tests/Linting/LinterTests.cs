using Migrator.Linting;

namespace Migrator.Tests.Linting;

/// <summary>What becomes of findings: severities, waivers, which migrations are looked at.</summary>
public sealed class LinterTests
{
    [Fact]
    public void Finding_NamesTheRuleTheMigrationAndTheCommand()
    {
        var finding = Assert.Single(Linted.Report("ALTER TABLE orders ADD note text || CREATE INDEX ix ON orders (note)")
            .Findings);

        Assert.Equal(("index-not-concurrent", LintSeverity.Error, 2, "M1"),
            (finding.Rule.Id, finding.Severity, finding.Statement!.Value, finding.Migration.Name));
        Assert.Equal("index ix on orders is not built CONCURRENTLY: a SHARE lock keeps everybody from writing to the table "
            + "until the index is built", finding.Message);
    }

    [Fact]
    public void Waiver_WaivesItsRuleOnly_AndTheFindingStays()
    {
        var report = Linted.Report("CREATE INDEX ix ON orders (state); DROP TABLE lines",
            new LintWaiver("index-not-concurrent", "five rows"), new LintWaiver("truncate", "none"));

        Assert.Equal("five rows", Assert.Single(report.Findings, one => one.Waiver is not null).Waiver!.Reason);
        Assert.Equal(["drop-table"], report.Findings.Where(one => one.Counts(LintSeverity.Note)).Select(one => one.Rule.Id));
        Assert.Equal("truncate", Assert.Single(report.Unused).Waiver.Rule);
    }

    [Fact]
    public void Severity_IsTheConfigurations_AndOffIsSilent()
    {
        var options = new LintOptions
        {
            Severities = new Dictionary<string, LintSeverity>
            { ["drop-table"] = LintSeverity.Note, ["truncate"] = LintSeverity.Off }
        };

        var report = Linter.Lint(
            [Linted.Migration(1, "DROP TABLE a; TRUNCATE b", new LintWaiver("truncate", "off anyway"))], options);

        Assert.Equal(LintSeverity.Note, Assert.Single(report.Findings, one => one.Rule.Id == "drop-table").Severity);
        Assert.DoesNotContain(report.Findings, one => one.Rule.Id == "truncate");
        Assert.Empty(report.Unused);
        Assert.Equal(0, report.Count(LintSeverity.Error));
    }

    [Fact]
    public void MigrationThatIsNotLookedAt_IsStillRead()
    {
        var report = Linted.Report("CREATE INDEX ix ON orders (a) => DROP INDEX ix");

        Assert.Equal((1, "drop-index-not-concurrent"), (report.Migrations, Assert.Single(report.Findings).Rule.Id));
    }

    [Fact]
    public void OpaqueMigration_IsSaidToBeUnknown_AndWhatIsKnownOfItIsLookedAt()
    {
        var migration = Linted.Migration(1, "DROP TABLE orders") with { Opaque = "it runs C# code of its own on the connection" };

        var report = Linter.Lint([migration], new());

        Assert.Equal(["opaque", "drop-table"], report.Findings.Select(one => one.Rule.Id));
        Assert.StartsWith("not known: it runs C# code of its own on the connection", report.Findings[0].Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void NoCommandsAtAll_IsToldAsThat() =>
        Assert.Equal(["sends-nothing"], Linter.Lint([Linted.Migration(1, "")], new()).Findings.Select(one => one.Rule.Id));

    [Fact]
    public void EveryRule_SaysWhyAndWhatInstead_AndHasANameOfItsOwn()
    {
        Assert.All(LintRules.All, rule => Assert.Matches("^[a-z]+(-[a-z]+)*$", rule.Id));
        Assert.All(LintRules.All,
            rule => Assert.True(rule.Why.Length > 20 && rule.SafeForm.Length > 5 && !rule.Why.EndsWith('.')
                && !rule.SafeForm.EndsWith('.'), rule.Id));
        Assert.Equal(LintRules.All.Count, LintRules.All.Select(rule => rule.Id).Distinct().Count());
    }
}
