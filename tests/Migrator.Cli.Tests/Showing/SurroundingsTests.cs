using System.Text;
using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Showing;

/// <summary>Where a result is told beside the streams: Kubernetes' termination message, GitHub's annotations and job
/// summary.</summary>
public sealed class SurroundingsTests(TestServer server)
{
    private static readonly string FailsAtTwo = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Failing);

    [Fact]
    public async Task TerminationMessage_SaysHowItEnded_AndNothingOfBefore()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var file = sandbox.Directory.Write("termination-log", new string('x', 10_000));

        await With(sandbox, file, "up", "--assembly", FailsAtTwo).RunAsync();
        var failed = await ReadAsync(file);
        await With(sandbox, file, "up", "--assembly", Samples.Two).RunAsync();
        var done = await ReadAsync(file);

        Assert.StartsWith("dotnet migrator up: Failed (6)\n", failed, StringComparison.Ordinal);
        Assert.Contains("column \"state\" of relation \"orders\" already exists", failed, StringComparison.Ordinal);
        Assert.Contains($" as {sandbox.Database.Name}_owner", failed, StringComparison.Ordinal);
        Assert.DoesNotContain(TestDatabase.RolePassword, failed, StringComparison.Ordinal);
        Assert.StartsWith("dotnet migrator up: Success (0)\n", done, StringComparison.Ordinal);
        Assert.EndsWith("Up to date at 20260114093000 (2 migrations).\n", done, StringComparison.Ordinal);
    }

    // Kubernetes cuts at 4096 bytes; a cut in the middle of a letter would make it unreadable.
    [Fact]
    public async Task TerminationMessage_LongError_EndsWithAWholeLetterWithin4096Bytes()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var file = sandbox.Directory.Write("termination-log", "");
        var assembly = Samples.Assembly(CompiledMigrations.Sql(1, "Long",
            [$"DO $$ BEGIN RAISE EXCEPTION '{string.Concat(Enumerable.Repeat("größer ", 1000))}'; END $$"]));

        await With(sandbox, file, "up", "--assembly", assembly).RunAsync();

        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Assert.InRange(bytes.Length, 4090, 4096);
        Assert.Contains("größer", new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TerminationMessage_CannotBeWritten_ChangesNothing()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        (await With(sandbox, "/dev/full", "up", "--assembly", Samples.Two).RunAsync()).Exits(ExitCode.Success);
    }

    [Fact]
    public async Task GitHub_FailedUp_IsAnnotated_AndInTheSummary()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var summary = sandbox.Directory.Write("summary.md", "before\n");
        var up = sandbox.Tool("up", "--output", "json", "--assembly", FailsAtTwo).With("GITHUB_ACTIONS", "true")
            .With("GITHUB_STEP_SUMMARY", summary);

        var run = await up.RunAsync();

        run.Exits(ExitCode.Failed)
            .Complains("::error title=dotnet migrator up%3A exit 6::column \"state\" of relation \"orders\" already exists "
                + "(42701)%0A");
        Assert.Equal(6, run.Json.GetProperty("exitCode").GetInt32());
        var text = await ReadAsync(summary);
        Assert.StartsWith("before\n### `dotnet migrator up`: exit 6\n", text, StringComparison.Ordinal);
        Assert.Contains("| 20260110120000 | CreateCustomers | Applied |", text, StringComparison.Ordinal);
        Assert.Contains("| 20260121090000 | AddOrderTotal | Failed |", text, StringComparison.Ordinal);
        Assert.Contains("    error: column", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GitHub_UpAndManifest_AreInTheSummary_WithoutAnnotations()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var summary = sandbox.Directory.Write("summary.md", "");
        foreach (var arguments in (string[][])[["up", "--assembly", Samples.Two],
            ["manifest", "--manifest", "m.json", "--assembly", Samples.Two], ["wait", "--assembly", Samples.Two]])
            Assert.DoesNotContain("::error",
                (await sandbox.Tool(arguments).With("GITHUB_ACTIONS", "true").With("GITHUB_STEP_SUMMARY", summary).RunAsync())
                    .ToString(), StringComparison.Ordinal);

        var text = await ReadAsync(summary);
        Assert.Contains("`dotnet migrator up`: done", text, StringComparison.Ordinal);
        Assert.Contains("written (2 migrations)", text, StringComparison.Ordinal);
        Assert.Contains("has the schema it needs", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GitHub_BadUsage_IsAnnotated_WithoutTheSecret()
    {
        var run = await new ToolStart("up", "--conection", "Host=db;Password=" + Passwords.Wrong).With("GITHUB_ACTIONS", "true")
            .RunAsync();

        run.Exits(ExitCode.Usage).Complains("::error title=dotnet migrator up%3A exit 2::");
    }

    private static ToolStart With(Sandbox sandbox, string file, params string[] arguments) =>
        sandbox.Tool(arguments).With("MIGRATOR_TERMINATION_LOG", file);

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
}
