using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Cli.Tests.Settings;

/// <summary>Whatever a connection looks like and however it is given, the tool tells nothing of its password.</summary>
public sealed class BrokenConnectionTests(TestServer server)
{
    private const int Rounds = 30;

    [Fact]
    public async Task AnyOfThem_IsToldNowhere()
    {
        using var directory = new WorkingDirectory();
        var at = new NpgsqlConnectionStringBuilder(server.AdminConnectionString);
        var broken = new BrokenConnections(6) { Host = at.Host!, Port = at.Port };
        var summary = directory.Write("summary.md", "");
        var message = directory.Write("termination-log", "");
        for (var i = 0; i < Rounds; i++)
        {
            var connection = broken.Next();
            var start = Given(i, connection, directory).With("GITHUB_ACTIONS", "true").With("GITHUB_STEP_SUMMARY", summary)
                .With("MIGRATOR_TERMINATION_LOG", message).With("MIGRATOR_TRACE", "1");
            // As a shell and a kernel would: no text with a NUL, and no empty one.
            if (connection.Trim().Length == 0)
                continue;

            var run = await start.RunAsync();

            var told = $"{run}\n{await File.ReadAllTextAsync(summary, TestContext.Current.CancellationToken)}\n"
                + await File.ReadAllTextAsync(message, TestContext.Current.CancellationToken);
            Assert.True(BrokenConnections.FindIn(told) is null, $"{connection}\n{told}");
            Assert.True(run.ExitCode is (int)ExitCode.Usage or (int)ExitCode.Unreachable, $"{connection}\n{run}");
        }
    }

    [Theory]
    [InlineData("--connection-file")]
    [InlineData("--schema")]
    [InlineData("--set-role")]
    [InlineData("--connect-wait")]
    [InlineData("--assembly")]
    [InlineData("--manifest")]
    [InlineData("--tag")]
    public async Task GivenToAnotherSetting_IsNotShownEither(string flag)
    {
        foreach (var connection in (string[])["Host=db;Database=shop;Password=s3cret-horse", "postgres://u:s3cret-horse@db/shop",
            "host=db user=u password=s3cret-horse"])
        {
            string[] assembly = flag == "--assembly" ? [] : ["--assembly", Samples.Two];
            var run = await new ToolStart([
                "status", .. assembly, "--connection", "Host=127.0.0.1;Port=1;Database=d", flag, connection]).RunAsync();

            run.Exits(ExitCode.Usage).Complains($"{flag} holds a connection (not shown)");
            Assert.DoesNotContain("s3cret", run.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task FileThatIsAFolder_IsSaid() => (await new ToolStart(
        "status", "--connection-file", "/tmp", "--assembly", Samples.Two).RunAsync())
        .Exits(ExitCode.Usage).Complains("--connection-file names /tmp, which is a folder");

    // By flag, by variable, in a file, for the shadow, and completed by libpq's variables.
    private static ToolStart Given(int round, string connection, WorkingDirectory directory)
    {
        string[] status = ["status", "--assembly", Samples.Two, "--connect-wait", "0",
            .. round % 2 == 0 ? (string[])["--output", "json"] : []];
        return (round % 5) switch
        {
            0 => new([.. status, "--connection", connection]),
            1 => new ToolStart(status).With("MIGRATOR_CONNECTION", connection),
            2 => new([.. status, "--connection-file", directory.Write("connection", connection)]),
            3 => new("rehearse", "--assembly", Samples.Two, "--shadow", connection, "--connect-wait", "0"),
            _ => new ToolStart([.. status, "--connection", connection]).With("PGHOST", "127.0.0.1").With("PGPORT", "1")
                .With("PGDATABASE", "d").With("PGUSER", "u"),
        };
    }
}
