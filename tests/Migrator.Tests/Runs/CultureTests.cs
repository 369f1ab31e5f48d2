using System.Globalization;
using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Runs;

/// <summary>
/// Hosts whose culture writes numbers, times and letters in another way: minus as U+2212 (sv-SE), years from elsewhere (th-TH,
/// ar-SA), an i without its dot (tr-TR).
/// </summary>
public sealed class CultureTests(TestServer server)
{
    private const string Source = """
        [Migration(20260101120000)] public class Init : Migration
        {
            public override void Up()
            {
                Create.Table("items").WithColumn("id").AsInt64().PrimaryKey().WithColumn("size").AsDecimal(10, 2)
                    .WithColumn("at").AsDateTime().Nullable().WithColumn("small").AsInt16().WithDefaultValue((short)-1);
                Insert.IntoTable("items").Row(new { id = -5L, size = -1.5m, at = new DateTime(2026, 11, 30, 8, 5, 9), small = (short)-7 });
            }
            public override void Down() => Delete.Table("items");
        }
        [Migration(20260102120000, TransactionBehavior.None)] public class Index : Migration
        {
            public override void Up() => Create.Index("ix_items").OnTable("items").OnColumn("size").Ascending().WithOptions().AsConcurrently();
            public override void Down() => Delete.Index("ix_items").OnTable("items");
        }
        [Migration(20260103120000)] public class Changes : Migration
        {
            public override void Up()
            {
                CultureInfo.CurrentCulture = new CultureInfo("sv-SE");
                Insert.IntoTable("items").Row(new { id = -6L, size = -2.5m, small = (short)-8 });
            }
            public override void Down() => Delete.FromTable("items").Row(new { id = -6L });
        }
        [Migration(20260104120000)] public class Code : Migration
        {
            public override void Up() => Execute.WithConnection((connection, transaction) =>
            {
                using var command = connection.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = $"INSERT INTO items (id, size) VALUES ({-7L}, {-3.5m})";
                command.ExecuteNonQuery();
            });
            public override void Down() { }
        }

        """;

    private static readonly Lazy<string> Assembly = new(
        () => CompiledMigrations.ToFile("using System.Globalization;\n" + Source));

    [Theory]
    [InlineData("sv-SE")]
    [InlineData("th-TH")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public async Task UpAndDown_InAHostOfThatCulture_DoTheSame(string culture)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
        try
        {
            var engine = database.Engine(MigrationAssembly.Load(Assembly.Value));

            var up = await engine.Up();
            Assert.Null(up.Failed?.Failure?.Message ?? up.Message);
            Assert.Equal(["-7:-3.50", "-6:-2.50", "-5:-1.50"],
                await database.ColumnAsync<string>("SELECT id || ':' || size FROM items ORDER BY id"));
            Assert.Equal("2026-11-30 08:05:09", await database.ScalarAsync<string>("SELECT at::text FROM items WHERE id = -5"));

            var status = await engine.Status();
            Assert.Equal(SchemaVerdict.UpToDate, status.Comparison.Verdict);
            Assert.Equal(TimeProvider.System.GetUtcNow().Year, status.History.Applied[0].AppliedAt!.Value.Year);

            Assert.Equal(OutcomeKind.Applied, (await engine.Down("zero")).Kind);
            Assert.Empty(await database.VersionsAsync());
            // The caller keeps what it has.
            Assert.Equal(culture, CultureInfo.CurrentCulture.Name);
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [InlineData("sv-SE")]
    [InlineData("th-TH")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public async Task ManifestScriptAndPreview_AreTheSameText(string culture)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = MigrationAssembly.Load(Assembly.Value);
        Assert.Equal(await In("", TextsAsync), await In(culture, TextsAsync));

        async Task<string> TextsAsync()
        {
            var engine = database.Engine(assembly);
            var preview = await engine.PreviewUpAsync(Target.Latest, cancellationToken: TestContext.Current.CancellationToken);
            return string.Join('\n', [
                MigrationEngine.CreateManifest(assembly).Text,
                engine.CreateScript(new() { To = Given.Target("20260103120000") }).Text,
                .. preview.Steps.SelectMany(step => step.Sql), .. preview.Steps.Select(step => step.Migration.ToString()),
                .. MigrationEngine.Lint(assembly).Findings.Select(finding => finding.Message),
            ]);
        }
    }

    private static async Task<string> In(string culture, Func<Task<string>> text)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
        return await text();
    }
}
