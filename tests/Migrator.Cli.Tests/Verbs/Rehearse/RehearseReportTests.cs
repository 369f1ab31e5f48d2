using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Goldens;
using Migrator.Cli.Tests.Support;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Rehearse;

/// <summary><c>rehearse --report</c> and <c>--markdown</c>, of real runs.</summary>
public sealed class RehearseReportTests(TestServer server)
{
    private static readonly string Total = CompiledMigrations.Sql(20260116090000, "AddOrderTotal",
        ["ALTER TABLE orders ADD total numeric", "CREATE INDEX ix_orders_total ON orders (total)"],
        ["ALTER TABLE orders DROP total"]);

    private static readonly string All = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index, Total,
        Samples.Breaking, Samples.Irreversible, Samples.Last);

    [Fact]
    public async Task RealRun_IsShown_WithTheSafeFormOfEachStatement()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--target", "IndexOrdersByState", "--assembly", All)).Exits(ExitCode.Success);
        await sandbox.Database.ExecuteAsync("INSERT INTO orders SELECT n, 'x' FROM generate_series(1, 12300) n; ANALYZE orders");

        (await sandbox.RunAsync("rehearse", "--shadow", await sandbox.ShadowAsync(), "--assembly", All, "--report", "report.html",
            "--markdown", "report.md", "--show-sql"))
            .Exits(ExitCode.Success);

        Golden.Matches("rehearse.md", sandbox.Normalize(await ReadAsync(sandbox, "report.md")));
        var page = new PageText(await ReadAsync(sandbox, "report.html"));
        page.NeedsNothingBesideItself();
        Assert.Contains($"{sandbox.Database.Name} on {sandbox.Settings.Host}:{sandbox.Settings.Port} as "
            + $"{sandbox.Database.Name}_owner", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(TestDatabase.RolePassword, page.Html, StringComparison.Ordinal);
        Assert.Equal("R", page.Cell("orders", "AddOrderTotal").Value);
        Assert.Equal("×", page.Cell("orders", "DropOrderState").Value);
        Assert.Equal("×", page.Cell("orders", "EraseOldOrders").Value);
        Assert.Contains("12,300 rows", page.Html, StringComparison.Ordinal);
        Assert.Contains("CREATE INDEX ix_orders_total ON orders (total)", page.Html, StringComparison.Ordinal);
        Assert.Contains("index-not-concurrent", page.Of("rule").Select(rule => rule.Value));
    }

    [Fact]
    public async Task MigrationThatFails_IsReportedAsFarAsItCame()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        (await sandbox.Bare("rehearse", "--shadow", await sandbox.ShadowAsync(), "--assembly",
            Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Failing, Samples.Last))
            .With("MIGRATOR_REPORT", "report.html").With("MIGRATOR_MARKDOWN", "report.md").RunAsync()).Exits(ExitCode.Failed);

        var page = new PageText(await ReadAsync(sandbox, "report.html"));
        Assert.Contains("column \"state\" of relation \"orders\" already exists", Assert.Single(page.Of("error")).Value,
            StringComparison.Ordinal);
        Assert.Contains("AddOrderTotal failed at statement 2 of 3 (ALTER TABLE)", page.Of("error").Single().Value,
            StringComparison.Ordinal);
        Assert.Equal(["20260121090000", "20260130090000"],
            page.Of("left").SelectMany(row => row.Elements()).Where(one => PageText.Classes(one).Contains("version"))
                .Select(one => one.Value));
        var markdown = await ReadAsync(sandbox, "report.md");
        Assert.StartsWith("### Rehearsal: 2 migrations, 2 safe online, stopped at 20260121090000 AddOrderTotal\n", markdown,
            StringComparison.Ordinal);
        Assert.Contains("Not rehearsed: 20260121090000 AddOrderTotal, 20260130090000 CreateInvoices", markdown,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatCannotBeWritten_IsToldBeforeAnythingIsDone()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var start = sandbox.Bare("rehearse", "--shadow", "Host=nobody.invalid;Database=postgres", "--assembly", All);

        (await (start with { Arguments = [.. start.Arguments, "--report", "none/report.html"] }).RunAsync()).Exits(ExitCode.Usage)
            .Complains("none/report.html cannot be written");
        (await (start with { Arguments = [.. start.Arguments, "--markdown", "."] }).RunAsync()).Exits(ExitCode.Usage)
            .Complains("cannot be written: it is a folder");
    }

    [Fact]
    public async Task GitHubsSummary_IsTheMarkdown()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var summary = sandbox.Directory.Write("summary.md", "");

        (await sandbox.Bare("rehearse", "--shadow", await sandbox.ShadowAsync(), "--from", "20260114093000", "--level", "safe",
            "--assembly", All)
            .With("GITHUB_ACTIONS", "true").With("GITHUB_STEP_SUMMARY", summary).RunAsync()).Exits(ExitCode.Refused)
            .Complains("::error title=dotnet migrator rehearse%3A exit 5::");

        var text = await ReadAsync(sandbox, "summary.md");
        Assert.StartsWith("### `dotnet migrator rehearse`: exit 5\n\n### Rehearsal: 5 migrations", text,
            StringComparison.Ordinal);
        Assert.Contains("| 20260116090000 AddOrderTotal | 🔴 blocks reads | ACCESS EXCLUSIVE on orders | yes |", text,
            StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(Sandbox sandbox, string file) =>
        File.ReadAllTextAsync(Path.Combine(sandbox.Directory.Path, file), TestContext.Current.CancellationToken);
}
