using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.FluentRunner.Rendering;

/// <summary>A text that is refused has the same number wherever that is found out: by its text, by lint, in the midst of a
/// run.</summary>
public sealed class RefusedNumberTests(TestServer server)
{
    private const string Refused = "Execute.Sql(\"SELECT 1;\\r\\n-- why\\r\\nCOMMIT;\");";

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "Execute.Sql(\"SELECT 1; SELECT 2\");")]
    [InlineData(2, "Execute.WithConnection((c, t) => { });")]
    [InlineData(2, "Alter.Table(\"t\").AddColumn(\"x\").AsInt32().Nullable();")]
    [InlineData(3, "Alter.Table(\"t\").AddColumn(\"x\").AsInt32().Nullable().AddColumn(\"y\").AsInt32().Nullable();")]
    [InlineData(2, "Create.Table(\"u\").WithDescription(\"d\").WithColumn(\"id\").AsInt32().WithColumnDescription(\"c\").Indexed();", 1)]
    [InlineData(2, "Insert.IntoTable(\"t\").Row(new { id = 1 }).Row(new { id = 2 });")]
    [InlineData(1, "IfDatabase(\"sqlserver\").Execute.Sql(\"SELECT 1\");")]
    public async Task Number_IsThatOfTheStatement(int number, string before, int more = 0)
    {
        var said = $"COMMIT in line 3 of its statement {number + more} ";

        Assert.Contains(said, await RefusalAsync(before + Refused), StringComparison.Ordinal);
        Assert.Contains(said, await FailureAsync(before + Refused), StringComparison.Ordinal);
    }

    [Fact]
    public void Lint_CountsCSharpCode_AsARunDoes()
    {
        var report = MigrationEngine.Lint(CompiledMigrations.Load(
            Migration("Execute.WithConnection((c, t) => { }); Execute.Sql(\"SELECT 1\"); Execute.Sql(\"\\\\restrict x\");")));

        var finding = Assert.Single(report.Findings, one => one.Rule.Id == "invalid");
        Assert.Equal(3, finding.Statement);
        Assert.StartsWith("\\restrict in line 1 of its statement 3 ", finding.Message, StringComparison.Ordinal);
    }

    // Before the run, by its text.
    private async Task<string> RefusalAsync(string body)
    {
        await using var database = await WithTableAsync();

        return (await database.Engine(Migration(body)).Up()).Refusal!.Message;
    }

    // In it, where its text depends on the database.
    private async Task<string> FailureAsync(string body)
    {
        await using var database = await WithTableAsync();

        var outcome = await database.Engine(Migration($"if (Schema.Table(\"t\").Exists()) {{ {body} }}")).Up();

        Assert.Equal(OutcomeKind.Failed, outcome.Kind);
        return outcome.Failed!.Failure!.Message;
    }

    private async Task<TestDatabase> WithTableAsync()
    {
        var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE t (id int)");
        return database;
    }

    private static string Migration(string body) =>
        $"[Migration(1)] public class One : Migration {{ public override void Up() {{ {body} }} public override void Down() {{ }} }}";
}
