using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Support;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Cli.Tests.Terminal;

/// <summary>A secret that a migration says goes through no door of the tool, in whatever form it would stand there.</summary>
public sealed class RedactionTests(TestServer server)
{
    // With what JSON, HTML and markdown write otherwise.
    private const string Secret = "tell\"no\\one<&>ever";

    private static readonly string Telling = Samples.Assembly(Samples.Customers, """
        [Migration(20260110180000)]
        public class Noting : Migration
        {
            public override void Up() => Execute.Sql("SELECT 1");
            public override void Down() => Execute.Sql("DO $x$ BEGIN RAISE EXCEPTION 'noted: tell\"no\\one<&>ever'; END $x$");
        }

        [Migration(20260111000000)]
        public class Telling : Migration
        {
            public override void Up() => Execute.Sql("DO $x$ BEGIN RAISE EXCEPTION 'it is tell\"no\\one<&>ever, so there'; END $x$");
            public override void Down() { }
        }

        """);

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Up_TellsItNowhere(string output)
    {
        await using var sandbox = await SandboxAsync();
        var summary = sandbox.Directory.Write("summary.md", "");
        var message = sandbox.Directory.Write("termination-log", "");

        var run = await sandbox.Bare("up", "--output", output, "--show-sql", "--assembly", Telling)
            .With("MIGRATOR_CONNECTION", Connection(sandbox))
            .With("GITHUB_ACTIONS", "true").With("GITHUB_STEP_SUMMARY", summary).With("MIGRATOR_TERMINATION_LOG", message)
            .RunAsync();

        run.Exits(ExitCode.Failed);
        foreach (var told in (string[])[run.Out, run.Error, await ReadAsync(summary), await ReadAsync(message)])
            TellsNothing(told);
        Assert.Contains("it is ***, so there", run.Out + run.Error, StringComparison.Ordinal);
        Assert.Contains("it is ***, so there", await ReadAsync(summary), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rehearse_TellsItInNoReport()
    {
        await using var sandbox = await SandboxAsync();

        var run = await sandbox.Bare("rehearse", "--shadow", await sandbox.ShadowAsync(), "--assembly", Telling, "--report",
            "report.html", "--markdown", "report.md", "--show-sql")
            .With("MIGRATOR_CONNECTION", Connection(sandbox)).RunAsync();

        run.Exits(ExitCode.Failed);
        foreach (var file in (string[])["report.html", "report.md"])
        {
            var report = await ReadAsync(Path.Combine(sandbox.Directory.Path, file));
            TellsNothing(report);
            // Stars are escaped in markdown.
            Assert.Contains("it is ***, so there", report.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains("noted: ***", report, StringComparison.Ordinal);
        }

        TellsNothing(run.Out);
        TellsNothing(run.Error);
    }

    [Fact]
    public void EveryWayToWrite_IsGuarded()
    {
        var redactor = new Redactor();
        redactor.Remember(Secret);
        using var plain = new StringWriter();
        using var guarded = new RedactingWriter(plain, redactor);

        guarded.Write(Secret);
        guarded.WriteLine(Secret);
        guarded.Write(Secret.ToCharArray());
        guarded.Write(Secret.AsSpan());
        guarded.WriteLine(Secret.AsSpan());
        guarded.Write("{0}", Secret);
        guarded.Write(new System.Text.StringBuilder(Secret));
        guarded.Write((object)Secret);

        Assert.Equal("******\n*********\n*********", plain.ToString().ReplaceLineEndings("\n"));
    }

    private static void TellsNothing(string told)
    {
        Assert.DoesNotContain("tell\"", told, StringComparison.Ordinal);
        Assert.DoesNotContain("tell\\", told, StringComparison.Ordinal);
        Assert.DoesNotContain("tell&", told, StringComparison.Ordinal);
        Assert.DoesNotContain("tell'", told, StringComparison.Ordinal);
    }

    private async Task<Sandbox> SandboxAsync()
    {
        var sandbox = await Sandbox.CreateAsync(server);
        await sandbox.Database.ExecuteAsync($"ALTER ROLE \"{sandbox.Settings.Username}\" PASSWORD '{Secret}'");
        return sandbox;
    }

    private static string Connection(Sandbox sandbox) =>
        new NpgsqlConnectionStringBuilder(sandbox.Connection) { Password = Secret }.ConnectionString;

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
}
