namespace Migrator.Tests.Linting.Rules;

/// <summary>Cases of rules, a line each: what one finds, and where it is silent.</summary>
public abstract class RuleTests
{
    protected static void AssertFinds(string rule, string sql)
    {
        var found = Linted.Rules(sql);
        Assert.True(found.Contains(rule), $"{rule} does not find: {sql}\n{string.Join('\n', found)}");
    }

    protected static void AssertSilent(string rule, string sql)
    {
        var report = Linted.Report(sql);
        Assert.True(report.Findings.All(finding => finding.Rule.Id != rule),
            $"{rule} is not silent on: {sql}\n{string.Join('\n', report.Findings.Select(finding => finding.Message))}");
        // Silence that comes of not understanding would be no silence.
        if (rule != "opaque")
            Assert.DoesNotContain(report.Findings, finding => finding.Message.StartsWith("not known", StringComparison.Ordinal));
    }
}
