using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Runs.Guarding;

/// <summary>A run, a dry run and a script are refused for the same reasons.</summary>
public sealed class PlanGuardsTests(TestServer server)
{
    private static readonly LintPolicy Refuses = new(LintMode.Refuse, LintSeverity.Error, new());
    private static readonly string Unsafe = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"], ["DROP TABLE one"])
        + CompiledMigrations.Sql(2, "Two", ["CREATE INDEX ix ON one (id)"], ["DROP INDEX ix"]);

    [Fact]
    public async Task Lint_IsAskedByRunDryRunAndScript()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Unsafe);
        await engine.Up("1");

        var run = await engine.UpAsync(Target.Latest, new() { Lint = Refuses },
            cancellationToken: TestContext.Current.CancellationToken);
        var preview = await engine.PreviewUpAsync(Target.Latest, new() { Lint = Refuses },
            cancellationToken: TestContext.Current.CancellationToken);
        var script = engine.CreateScript(new() { From = Target.Version(1), Lint = Refuses });

        Assert.Equal(RefusalReason.Lint, run.Refusal!.Reason);
        Assert.Equal(run.Refusal, preview.Outcome.Refusal);
        Assert.Equal(run.Refusal, script.Refusal);
        Assert.Null(script.Text);
        Assert.All((LintReport[])[run.Lint!, preview.Outcome.Lint!, script.Lint!], report =>
            Assert.Equal(["index-not-concurrent"], report.Findings.Select(finding => finding.Rule.Id)));
        Assert.Equal([1], await database.VersionsAsync());
    }

    [Fact]
    public async Task Lint_OfARunADryRunAndARehearsal_IsForTheirServer()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"], ["DROP TABLE one"])
            + CompiledMigrations.Sql(2, "Two", ["ALTER TABLE one ALTER id SET NOT NULL"], ["ALTER TABLE one ALTER id DROP NOT NULL"]));
        await engine.Up("1");

        var run = await engine.UpAsync(Target.Latest, new() { Lint = Refuses },
            cancellationToken: TestContext.Current.CancellationToken);
        var preview = await engine.PreviewUpAsync(Target.Latest, new() { Lint = Refuses },
            cancellationToken: TestContext.Current.CancellationToken);
        var rehearsal = engine.Lint(await engine.RehearseAsync(
            new() { Shadow = DatabaseOptions.Fixed(server.AdminConnectionString), HasDatabase = true }, null,
            TestContext.Current.CancellationToken));

        var major = await server.MajorAsync(TestContext.Current.CancellationToken);
        Assert.All((LintReport[])[run.Lint!, preview.Outcome.Lint!, rehearsal], report =>
        {
            Assert.Equal(major, report.Server);
            Assert.StartsWith(major >= 18 ? "`ADD CONSTRAINT c NOT NULL column" : "`ADD CONSTRAINT c CHECK (column IS NOT NULL)",
                Assert.Single(report.Findings).SafeForm, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Script_ThatNobodyLints_IsWritten() =>
        Assert.NotNull(new MigrationEngine(CompiledMigrations.Load(Unsafe), new() { Connection = DatabaseOptions.Offline })
            .CreateScript(new()).Text);

    [Theory]
    [InlineData("role")]
    [InlineData("schema")]
    [InlineData("version table")]
    public void Names_ThatAreNotPlain_AreRefusedAtTheDoorOfEveryVerb(string what)
    {
        const string Bad = "bad\"name";
        var options = new DatabaseOptions { Connection = DatabaseOptions.Offline };
        options = what switch
        {
            "role" => options with { Role = Bad },
            "schema" => options with { Schema = Bad },
            _ => options with { VersionTableName = Bad },
        };

        var door = Assert.Throws<ConfigurationException>(() => new MigrationEngine(CompiledMigrations.Load(Unsafe), options));
        var wait = Assert.Throws<ConfigurationException>(() =>
        {
            _ = MigrationEngine.WaitForAsync(
            new SchemaManifest([]), options, [], cancellationToken: TestContext.Current.CancellationToken);
        });

        Assert.StartsWith($"The {what} name \"{Bad}\" is not a plain identifier", door.Message, StringComparison.Ordinal);
        Assert.Equal(door.Message, wait.Message);
    }
}
