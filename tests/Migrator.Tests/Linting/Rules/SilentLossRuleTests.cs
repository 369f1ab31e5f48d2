using Migrator.TestSupport;

namespace Migrator.Tests.Linting.Rules;

/// <summary>What the code says and the SQL does not: found in the calls of FluentMigrator, so each case is C#.</summary>
public sealed class SilentLossRuleTests : RuleTests
{
    private const string Error = "error", Warning = "warning";

    [Theory]
    [InlineData("silent-loss", Warning, "Create.Table(\"t\").WithColumn(\"c\").AsInt32().Unique();", "Unique() of t.c")]
    [InlineData("silent-loss", Warning, "Alter.Table(\"t\").AddColumn(\"c\").AsInt32().Unique(\"u\");", "Unique() of t.c")]
    [InlineData("silent-loss", Error, "Alter.Table(\"t\").AddColumn(\"c\").AsInt32().PrimaryKey();", "PrimaryKey() of t.c")]
    [InlineData("silent-loss", Error, "Create.Column(\"c\").OnTable(\"t\").AsInt32().PrimaryKey(\"p\");", "PrimaryKey() of t.c")]
    [InlineData("silent-loss", Error, "Alter.Column(\"c\").OnTable(\"t\").AsInt32().PrimaryKey();", "PrimaryKey() of t.c")]
    [InlineData("silent-loss", Error, "Create.Table(\"t\").WithColumn(\"c\").AsInt32().ForeignKey();", "ForeignKey() of t.c")]
    [InlineData("silent-loss", Error, "Alter.Column(\"c\").OnTable(\"t\").AsInt32().Computed(\"1\", true);",
        "Computed(...) of t.c")]
    [InlineData("silent-loss", Warning, "Create.Table(\"t\").WithColumn(\"c\").AsInt32().Computed(\"1\");",
        "Computed(...) of t.c is stored")]
    [InlineData("silent-loss", Warning, "Create.Table(\"t\").WithColumn(\"c\").AsBinary(16);", "AsBinary(16) of t.c")]
    [InlineData("silent-loss", Warning,
        "Create.Table(\"t\").WithColumn(\"c\").AsGuid().WithDefault(SystemMethods.NewSequentialId);", "NewSequentialId of t.c")]
    [InlineData("silent-loss", Warning,
        "Create.Index(\"i\").OnTable(\"t\").OnColumn(\"c\").Ascending().WithOptions().Clustered();", "Clustered() of i")]
    [InlineData("silent-loss", Error,
        "Create.Index(\"i\").OnTable(\"t\").OnColumn(\"c\").Ascending().Nulls(FluentMigrator.Model.NullSort.First);",
        "Nulls(...) of i")]
    [InlineData("silent-loss", Warning,
        "Create.Index(\"i\").OnTable(\"t\").OnColumn(\"c\").Descending().WithOptions().UsingHash();", "the order of i")]
    [InlineData("silent-loss", Warning,
        "Create.Index(\"i\").OnTable(\"t\").OnColumn(\"a\").Unique().NullsNotDistinct().OnColumn(\"b\").Unique();",
        "NullsNotDistinct() of one column of i")]
    [InlineData("silent-loss", Error, "Insert.IntoTable(\"t\").InSchema(\"s\");", "Insert.IntoTable(\"t\")")]
    [InlineData("silent-loss", Error, "Delete.FromTable(\"t\");", "Delete.FromTable(\"t\")")]
    [InlineData("silent-loss", Warning,
        "Insert.IntoTable(\"t\").Row(new { c = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Local) });",
        "a DateTime of the kind Local")]
    [InlineData("silent-loss", Warning,
        "Create.Table(\"t\").WithColumn(\"c\").AsInt32().WithDefaultValue(1); Alter.Column(\"c\").OnTable(\"t\").AsInt64();",
        "t.c keeps the default")]
    [InlineData("silent-loss", Error, "Rename.Table(\"a\").InSchema(\"x\").To(\"b\").InSchema(\"y\");", "Rename.Table(...)")]
    [InlineData("silent-loss", Error,
        "Alter.Table(\"t\").AddColumn(\"b\").AsInt32().Nullable().AlterColumn(\"c\").AsInt32().SetExistingRowsTo(5);",
        "SetExistingRowsTo(...)")]
    [InlineData("silent-loss", Error, "Create.Table(\"t\").WithColumn(\"c\").AsInt32()"
        + ".WithColumnAdditionalDescriptions(new Dictionary<string, string> { [\"a\"] = \"b\" });",
            "WithColumnAdditionalDescriptions(...)")]
    [InlineData("silent-loss", Error,
        "foreach (var name in new[] { \"a\", \"b\" }) Within(() => Rename.Table(name).InSchema(\"x\").To(\"c\").InSchema(\"y\"));",
        "Rename.Table(...)")]
    public void Finds(string rule, string severity, string code, string subject)
    {
        var finding = Assert.Single(Report(code).Findings, finding => finding.Rule.Id == rule);

        Assert.StartsWith(subject, finding.Message, StringComparison.Ordinal);
        Assert.Equal(severity, finding.Severity.ToString().ToLowerInvariant());
    }

    [Theory]
    [InlineData("silent-loss",
        "Create.Table(\"t\").WithColumn(\"c\").AsInt32().PrimaryKey().Indexed().WithDefaultValue(5).ForeignKey(\"a\", \"id\");")]
    [InlineData("silent-loss", "Create.UniqueConstraint().OnTable(\"t\").Column(\"c\");")]
    [InlineData("silent-loss",
        "Create.Table(\"t\").WithColumn(\"c\").AsInt32().Computed(\"1\", true).WithColumn(\"d\").AsBinary();")]
    [InlineData("silent-loss", "Create.Index(\"i\").OnTable(\"t\").OnColumn(\"c\").Descending().NullsFirst();")]
    [InlineData("silent-loss", "Create.Index(\"i\").OnTable(\"t\").OnColumn(\"c\").Unique().NullsNotDistinct();")]
    [InlineData("silent-loss", "Delete.FromTable(\"t\").AllRows(); Insert.IntoTable(\"t\").Row(new { c = DateTime.UnixEpoch });")]
    [InlineData("silent-loss", "Rename.Table(\"a\").InSchema(\"x\").To(\"b\"); Rename.Table(\"a\").To(\"b\").InSchema(\"y\");")]
    [InlineData("silent-loss", "Rename.Table(\"a\").InSchema(\"x\").To(\"b\"); Delete.Table(\"a\").InSchema(\"y\");")]
    [InlineData("silent-loss",
        "Alter.Table(\"t\").AlterColumn(\"c\").AsInt32().AddColumn(\"b\").AsInt32().SetExistingRowsTo(5).NotNullable();")]
    [InlineData("silent-loss", "Alter.Column(\"c\").OnTable(\"t\").AsInt64();")]
    [InlineData("silent-loss",
        "Create.Column(\"c\").OnTable(\"t\").AsInt32().WithDefaultValue(1); Delete.DefaultConstraint().OnTable(\"t\").OnColumn(\"c\"); "
        + "Alter.Column(\"c\").OnTable(\"t\").AsInt64();")]
    [InlineData("silent-loss",
        "Create.Column(\"c\").OnTable(\"t\").AsInt32().WithDefaultValue(1); Execute.Sql(\"ALTER TABLE t ALTER c DROP DEFAULT\"); "
        + "Alter.Column(\"c\").OnTable(\"t\").AsInt64();")]
    [InlineData("silent-loss",
        "Create.Column(\"c\").OnTable(\"t\").AsInt32().WithDefaultValue(1); Alter.Column(\"c\").OnTable(\"t\").AsInt64().WithDefaultValue(2);")]
    public void SilentOnTheSafeForm(string rule, string code) =>
        Assert.DoesNotContain(Report(code).Findings, finding => finding.Rule.Id == rule);

    [Fact]
    public void Default_OfAnEarlierMigration_IsKnown()
    {
        var report = MigrationEngine.Lint(CompiledMigrations.Load(
            Class(1, "Create.Table(\"t\").WithColumn(\"c\").AsInt32().WithDefaultValue(1);") + Class(2,
                "Alter.Column(\"c\").OnTable(\"t\").AsInt64();")),
            new() { Includes = migration => migration.Version == 2 });

        Assert.Single(report.Findings, finding => finding.Rule.Id == "silent-loss");
    }

    [Fact]
    public void Severity_ThatIsConfigured_IsOfAll()
    {
        var report = MigrationEngine.Lint(CompiledMigrations.Load(Class(1,
            "Create.Table(\"t\").WithColumn(\"c\").AsInt32().Unique().ForeignKey();")),
            new() { Severities = new Dictionary<string, LintSeverity> { ["silent-loss"] = LintSeverity.Note } });

        Assert.Equal([LintSeverity.Note, LintSeverity.Note],
            report.Findings.Where(finding => finding.Rule.Id == "silent-loss").Select(finding => finding.Severity));
    }

    [Fact]
    public void Waiver_WaivesIt()
    {
        var report = MigrationEngine.Lint(CompiledMigrations.Load("public class LintWaiverAttribute : Attribute { public LintWaiverAttribute(string rule, "
            + "string why) { } }\n[LintWaiver(\"silent-loss\", \"an index will do\")] "
            + Class(1, "Create.Table(\"t\").WithColumn(\"c\").AsInt32().Unique();")));

        Assert.Equal("an index will do", Assert.Single(report.Findings, finding =>
            finding.Rule.Id == "silent-loss").Waiver?.Reason);
        Assert.Empty(report.Unused);
    }

    private static LintReport Report(string code) => MigrationEngine.Lint(CompiledMigrations.Load(Class(1, code)));

    private static string Class(int version, string code) =>
        $"[Migration({version})] public class M{version} : Migration {{ public override void Up() {{ {code} }} "
        + "public override void Down() { } private static void Within(Action action) => action(); }\n";
}
