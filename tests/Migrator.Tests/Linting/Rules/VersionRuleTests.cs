using System.Globalization;
using Migrator.Linting;
using Migrator.Linting.State;

namespace Migrator.Tests.Linting.Rules;

public sealed class VersionRuleTests : RuleTests
{
    [Theory]
    [InlineData("version-length", "20260101000001,20260402000001,202608310005*")]
    [InlineData("version-length", "20260101*,202601020900,202601030900")]
    [InlineData("version-length", "2026010112*,20260102120000,20260103120000,20260104120000123*")]
    [InlineData("version-length", "1,2,20260101*,20260102120000")]
    // Two of one version, of which tags choose one.
    [InlineData("version-length", "20260101000001,20260402000001,202608310005*,202608310005*")]
    [InlineData("version-length", "20260101*,20260101*,20260102120000,20260103120000")]
    public void Finds(string rule, string versions) => Assert.Equal(Marked(versions), Found(rule, versions));

    [Theory]
    [InlineData("version-length", "1,9,10,100,1000")]
    [InlineData("version-length", "20260101000001,20260402000001")]
    [InlineData("version-length", "1,2,3,20260101000001,20260402000001")]
    [InlineData("version-length", "123456789,1700000000,1700000000000,20260402000001")]
    public void SilentOnTheSafeForm(string rule, string versions) => Assert.Empty(Found(rule, versions));

    [Fact]
    public void Message_TellsTheLengths()
    {
        var report = Report("20260101000001,20260402000001,202608310005", _ => true);

        Assert.StartsWith("version 202608310005 has 12 digits, where 20260101000001 and 1 other have 14: ",
            Assert.Single(report.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_OnlyWhatIsLookedAt_ByAllThatThereAre()
    {
        var report = Report("20260101000001,202608310005,202608310006", migration => migration.Version == 202608310006);

        // Two of twelve digits are the rule here.
        Assert.Empty(report.Findings);
        Assert.Single(Report("20260101000001,202608310005,202608310006",
            migration => migration.Version == 20260101000001).Findings);
    }

    private static string[] Marked(string versions) =>
        [.. versions.Split(',').Where(version => version.EndsWith('*')).Select(version => version.TrimEnd('*')).Order()];

    private static string[] Found(string rule, string versions) =>
        [.. Report(versions, _ => true).Findings.Where(finding => finding.Rule.Id == rule)
            .Select(finding => finding.Migration.Version.ToString(CultureInfo.InvariantCulture)).Order()];

    private static LintReport Report(string versions, Func<MigrationDescriptor, bool> includes) => Linter.Lint(
        versions.Split(',').Select(version => long.Parse(version.TrimEnd('*'), CultureInfo.InvariantCulture)).Order()
            .Select(version => new LintedMigration(new(version, $"M{version}", true, false), [new("SELECT 1", null, 1)], [])),
        new LintOptions { Includes = includes });
}
