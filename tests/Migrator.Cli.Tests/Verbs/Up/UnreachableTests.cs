using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>Exit code 8: the database is not there, or is lost on the way.</summary>
public sealed class UnreachableTests(TestServer server)
{
    [Theory]
    [InlineData("up")]
    [InlineData("down", "--target", "-1", "--yes")]
    [InlineData("status")]
    [InlineData("resolve", "1", "--applied")]
    public async Task NobodyListens_IsToldWithHostAndPort(params string[] verb)
    {
        using var unused = new LatePort();

        var run = await new ToolStart([.. verb, "--assembly", Samples.Two, "--connect-wait", "0",
            "--connection",
            $"Host=127.0.0.1;Port={unused.Number};Database=shop;Username=migrator;Password={Passwords.Wrong}"]).RunAsync();

        run.Exits(ExitCode.Unreachable)
            .Complains($"shop on 127.0.0.1:{unused.Number} as migrator", "Connection refused", "exit 8");
    }

    [Fact]
    public async Task ConnectWait_SaysWhatItWaitsForAndGoesOnOnceItIsThere()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        using var port = new LatePort();
        var (host, real) = (sandbox.Settings.Host!, sandbox.Settings.Port);
        (sandbox.Settings.Host, sandbox.Settings.Port) = ("127.0.0.1", port.Number);
        await using var tool = sandbox.Bare("up", "--assembly", Samples.Two, "--connection",
            sandbox.Settings.ConnectionString).Start();
        await tool.UntilItSaysAsync($"Waiting for the server: 127.0.0.1:{port.Number}: Connection refused");

        port.Open(host, real);

        (await tool.EndAsync()).Exits(ExitCode.Success).Says("2 applied");
    }

    [Fact]
    public async Task Up_WhoseBackendIsTerminatedAgain_SaysThatItIsRolledBack()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await using var tool = sandbox.Tool("up", "--assembly", Samples.Assembly(Samples.Endless)).Start();
        // The first loss is made good.
        for (var i = 0; i < 2; i++)
        {
            await sandbox.Database.UntilRunningAsync("%pg_sleep%");
            await TerminateAsync(sandbox, "%pg_sleep%");
        }

        (await tool.EndAsync()).Exits(ExitCode.Unreachable).Complains("57P01", "The server rolls back", "run again", "exit 8");
        Assert.False(await sandbox.Database.ExistsAsync("begun"));
    }

    [Fact]
    public async Task Status_WhoseBackendIsTerminated_IsUnreachableNotABug()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        await using var locker = new Npgsql.NpgsqlConnection(sandbox.Connection);
        await locker.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await locker.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE \"VersionInfo\"", locker, transaction);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var tool = sandbox.Tool("status", "--assembly", Samples.Two).Start();
        await sandbox.Database.UntilRunningAsync("%VersionInfo%");

        await TerminateAsync(sandbox, "%VersionInfo%");

        (await tool.EndAsync()).Exits(ExitCode.Unreachable).Complains("was lost", "exit 8");
    }

    private static Task TerminateAsync(Sandbox sandbox, string query) => sandbox.Database.ExecuteAsync(
        $"SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' "
        + $"AND pid <> pg_backend_pid() AND query LIKE '{query}'");
}
