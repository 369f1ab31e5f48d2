using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Terminal;

/// <summary>Exit codes 130 and 143: cancelled by a signal, rolled back, the lock released.</summary>
public sealed class SignalTests(TestServer server)
{
    public static TheoryData<int, int> Signals => new() { { 2, (int)ExitCode.Interrupted }, { 15, (int)ExitCode.Terminated } };

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task Signal_InMidStatement_RollsBackAndReleasesTheLock(int signal, int code)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await using var tool = sandbox.Tool("up", "--assembly",
            Samples.Assembly(Samples.Customers, Samples.Endless, Samples.Last)).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep%");

        tool.Send(new(signal));
        var run = await tool.EndAsync();

        run.Exits((ExitCode)code)
            .Complains("Cancelled.", "Rolled back; the database is at 20260110120000.",
                "1 applied earlier in this run stays. 1 not attempted.",
            "run again", $"exit {code}");
        Assert.False(await sandbox.Database.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep%' AND pid "
            + "<> pg_backend_pid())"));
        Assert.False(await sandbox.Database.ExistsAsync("begun"));
        Assert.Equal([20260110120000], await sandbox.VersionsAsync());
        (await sandbox.RunAsync("up", "--target", "+1", "--lock-wait", "0", "--assembly", Samples.Two)).Exits(ExitCode.Success);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task Signal_WhileWaitingForTheDeployLock_ChangesNothing(int signal, int code)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await using var holder = sandbox.Tool("up", "--assembly", Samples.Assembly(Samples.Endless)).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep%");
        await using var tool = sandbox.Tool("up", "--assembly", Samples.Two).Start();
        await tool.UntilItSaysAsync("Waiting for the deploy lock");

        tool.Send(new(signal));

        (await tool.EndAsync()).Exits((ExitCode)code).Complains("nothing was changed", $"exit {code}");
        holder.Send(Signal.Interrupt);
        (await holder.EndAsync()).Exits(ExitCode.Interrupted);
        Assert.Empty(await sandbox.VersionsAsync());
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task Signal_WhileWaitingForTheServer_EndsTheWait(int signal, int code)
    {
        using var port = new LatePort();
        await using var tool = new ToolStart("status", "--assembly", Samples.Two, "--connect-wait", "10m",
            "--connection", $"Host=127.0.0.1;Port={port.Number};Database=shop;Username=migrator").Start();
        await tool.UntilItSaysAsync("Waiting for the server");

        tool.Send(new(signal));

        (await tool.EndAsync()).Exits((ExitCode)code).Complains("Cancelled", $"exit {code}");
    }

    // Its own code does not heed the first signal: it catches the cancelled statement and begins another.
    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 15)]
    [InlineData(15, 15)]
    public async Task SecondSignal_EndsAtOnce(int first, int second)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var stubborn = Samples.Assembly("""
            [Migration(1)]
            public class Stubborn : ForwardOnlyMigration
            {
                public override void Up() => Execute.WithConnection((connection, transaction) =>
                {
                    try { Run(connection, transaction, "SAVEPOINT here; SELECT pg_sleep(600)"); }
                    catch (Exception) { Run(connection, transaction, "ROLLBACK TO here; SELECT 'stubborn'"); }

                    new System.Threading.ManualResetEvent(false).WaitOne();
                });

                private static void Run(IDbConnection connection, IDbTransaction transaction, string sql)
                {
                    using var command = connection.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = sql;
                    command.ExecuteNonQuery();
                }
            }

            """);
        await using var tool = sandbox.Tool("up", "--assembly", stubborn).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep%");

        tool.Send(new(first));
        await sandbox.Database.UntilAsync("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND "
            + "query LIKE '%stubborn%' AND pid <> pg_backend_pid())",
            TestContext.Current.CancellationToken);
        tool.Send(new(second));

        Assert.Equal(128 + second, (await tool.EndAsync()).ExitCode);
    }
}
