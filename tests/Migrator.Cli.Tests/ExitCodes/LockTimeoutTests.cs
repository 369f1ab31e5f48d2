using Migrator.Cli.Tests.Running;
using Migrator.Testing;
using Npgsql;

namespace Migrator.Cli.Tests.ExitCodes;

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
                "The deploy lock was not had in time: held by run ", $" on {Environment.MachineName} as {sandbox.Database.Name}_owner (pid ", "--lock-wait", "exit 4");
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
    public async Task TableLock_NotHadInTime_IsRolledBackAndToldApart()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        await using var reader = new NpgsqlConnection(sandbox.Connection);
        await reader.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await reader.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var select = new NpgsqlCommand("SELECT FROM orders", reader, transaction);
        await select.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Breaking);

        var run = await sandbox.RunAsync("up", "--allow-breaking", "--lock-timeout", "200ms", "--assembly", assembly);

        run.Exits(ExitCode.LockTimeout).Complains("lock timeout (55P03)", "Rolled back; the database is at 20260114093000, as before.", "--lock-timeout", "exit 4");
        Assert.Equal([20260110120000, 20260114093000], await sandbox.VersionsAsync());
    }
}
