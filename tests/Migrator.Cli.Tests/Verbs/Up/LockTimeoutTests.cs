using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>Exit code 4: the deploy lock or a table lock was not had in time.</summary>
public sealed class LockTimeoutTests(TestServer server)
{
    [Theory]
    [InlineData("0")]
    [InlineData("1s")]
    public async Task DeployLock_HeldByAnotherRun_NamesTheHolder(string wait)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await using var holder = sandbox.Tool("up", "--assembly", Samples.Assembly(Samples.Endless)).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep%");

        var up = await sandbox.RunAsync("up", "--lock-wait", wait, "--assembly", Samples.Two);
        var down = await sandbox.RunAsync("down", "--target", "zero", "--yes", "--lock-wait", wait, "--assembly", Samples.Two);

        foreach (var run in (ToolResult[])[up, down])
            run.Exits(ExitCode.LockTimeout).Says("Waiting for the deploy lock: held by run ").Complains(
                "The deploy lock was not had in time: held by run ",
                $" on {Environment.MachineName} as {sandbox.Database.Name}_owner (pid ", "--lock-wait", "exit 4");
    }

    [Fact]
    public async Task Status_WhileARunIsAtWork_NamesIt()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await using var holder = sandbox.Tool("up", "--assembly", Samples.Assembly(Samples.Endless)).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep%");

        var run = await sandbox.RunAsync("status", "--assembly", Samples.Two);

        run.Exits(ExitCode.Success).Says("A run is at work now: run ", $"as {sandbox.Database.Name}_owner");
    }

    [Fact]
    public async Task DeployLock_OnceItIsFree_IsTaken()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await using var holder = sandbox.Tool("up", "--assembly", Samples.Assembly(Samples.Endless)).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep%");
        await using var waiter = sandbox.Tool("up", "--assembly", Samples.Two).Start();
        await waiter.UntilItSaysAsync("Waiting for the deploy lock");

        holder.Send(Signal.Terminate);

        (await waiter.EndAsync()).Exits(ExitCode.Success).Says("2 applied");
        (await holder.EndAsync()).Exits(ExitCode.Terminated);
    }

    [Fact]
    public async Task TableLock_NotHadWithinTheBudget_IsRolledBackAndNamesWhoIsInTheWay()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        await using var reader = await HoldAsync(sandbox, "SELECT 'a secret of the report' FROM orders");
        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Breaking);

        var run = await sandbox.RunAsync("up", "--allow-breaking", "--lock-retry", "2s", "--assembly", assembly);
        var shown = await sandbox.RunAsync("up", "--allow-breaking", "--lock-retry", "3s", "--show-sql", "--assembly", assembly);

        run.Exits(ExitCode.LockTimeout)
            .Says("gave way after", "trying again in", "(attempt 2;", "of the budget left)")
            .Complains("lock timeout (55P03)",
                $"waiting for \"orders\": pid {reader.ProcessID} \"nightly-report\" as {sandbox.Database.Name}_owner, idle in "
                + $"transaction has held ACCESS SHARE for ",
                "Tried ", "Rolled back; the database is at 20260114093000, as before.", "--lock-retry", "exit 4");
        Assert.DoesNotContain("a secret of the report", run.ToString(), StringComparison.Ordinal);
        shown.Exits(ExitCode.LockTimeout)
            .Complains($"pid {reader.ProcessID} last ran: SELECT 'a secret of the report' FROM orders");
        Assert.Equal([20260110120000, 20260114093000], await sandbox.VersionsAsync());
    }

    [Fact]
    public async Task TableLock_OnceItIsFree_IsHadWithoutAnotherRun()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        await using var reader = await HoldAsync(sandbox, "SELECT FROM orders");
        await using var tool = sandbox.Tool("up", "--allow-breaking", "--assembly",
            Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Breaking)).Start();
        await tool.UntilItSaysAsync("gave way");

        await reader.CloseAsync();

        (await tool.EndAsync()).Exits(ExitCode.Success).Says("at attempt", "1 applied");
    }

    private static async Task<NpgsqlConnection> HoldAsync(Sandbox sandbox, string sql)
    {
        var reader = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(sandbox.Connection)
        { ApplicationName = "nightly-report", Pooling = false }.ConnectionString);
        await reader.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"BEGIN; {sql}", reader);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return reader;
    }
}
