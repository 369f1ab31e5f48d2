using Migrator.TestSupport;

namespace Migrator.Tests.Linting.Rules;

/// <summary>What no SQL shows, since FluentMigrator does not write it: cases in C#.</summary>
public sealed class ExpressionRuleTests : RuleTests
{
    [Theory]
    [InlineData("not-as-written", """Create.Table("t").WithDescription("what").WithColumn("a").AsInt32();""")]
    [InlineData("not-as-written", """Create.Table("t").WithColumn("a").AsInt32().WithColumnDescription("what");""")]
    [InlineData("not-as-written", """Alter.Table("t").AddColumn("a").AsInt32().Nullable().WithColumnDescription("what");""")]
    [InlineData("not-as-written", """Insert.IntoTable("t").Row(new{a=TimeSpan.FromDays(1.5)});""")]
    [InlineData("not-as-written", """Insert.IntoTable("t").Row(new{a=DateOnly.MinValue});""")]
    [InlineData("not-as-written", """Insert.IntoTable("t").Row(new{a=DateTime.MinValue.AddTicks(1)});""")]
    [InlineData("not-as-written", """Update.Table("t").Set(new{a=TimeSpan.FromDays(1)}).Where(new{id=1});""")]
    public void Finds(string rule, string code) => Assert.Contains(rule, Rules(code));

    [Theory]
    [InlineData("not-as-written", """Create.Table("t").WithColumn("a").AsInt32();Execute.Sql("COMMENT/**/ON/**/TABLE/**/t/**/IS/**/'what'");""")]
    [InlineData("not-as-written", """Insert.IntoTable("t").Row(new{a=TimeSpan.FromHours(1.5),b=DateTime.MinValue,c="2026-01-02"});""")]
    [InlineData("not-as-written", """Alter.Column("a").OnTable("t").AsInt32().WithColumnDescription("what");""")]
    public void SilentOnTheSafeForm(string rule, string code) => Assert.DoesNotContain(rule, Rules(code));

    private static IEnumerable<string> Rules(string code) => MigrationEngine.Lint(CompiledMigrations.Load(
        $$"""[Migration(1)] public class One : Migration { public override void Up() { {{code}} } public override void Down() { } }"""))
        .Findings.Select(finding => finding.Rule.Id);
}
