using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Goldens;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>The document of <c>up</c>, <c>down</c> and <c>resolve</c> with <c>--output json</c>, for each way that a run can
/// end.</summary>
public sealed class RunJsonTests(TestServer server)
{
    private static readonly string Indexed = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index);
    private static readonly string Halved = Samples.Assembly(Samples.Customers, Samples.HalfDone, Samples.Last);

    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task Up_AppliedAndThenNothingToDo()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var applied = await RunAsync(sandbox, "up-applied.json", ExitCode.Success, "up", "--assembly", Indexed);
        await RunAsync(sandbox, "up-nothing-to-do.json", ExitCode.Success, "up", "--assembly", Indexed);

        // What happens meanwhile is for people, and not in the document's way.
        applied.Complains("up -> latest", "IndexOrdersByState");
    }

    [Fact]
    public async Task Up_Failed()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        await RunAsync(sandbox, "up-failed.json", ExitCode.Failed, "up", "--assembly",
            Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Failing, Samples.Last));
    }

    [Fact]
    public async Task Up_PartialAndThenResolved()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        await RunAsync(sandbox, "up-partial.json", ExitCode.Partial, "up", "--assembly", Halved);
        await RunAsync(sandbox, "up-dirty.json", ExitCode.Partial, "up", "--assembly", Halved);
        await RunAsync(sandbox, "resolve-applied.json", ExitCode.Success, "resolve", "20260122090000", "--applied",
            "--assembly", Halved);
    }

    [Fact]
    public async Task Up_Refused()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Breaking);
        (await sandbox.RunAsync("up", "--target", "+1", "--assembly", assembly)).Exits(ExitCode.Success);

        await RunAsync(sandbox, "up-refused.json", ExitCode.Refused, "up", "--assembly", assembly);
    }

    [Fact]
    public async Task Up_LockTimeoutAndThenCancelled()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await using var holder = sandbox.Tool("up", "--output", "json", "--assembly",
            Samples.Assembly(Samples.Customers, Samples.Endless, Samples.Last)).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep%");

        await RunAsync(sandbox, "up-lock-timeout.json", ExitCode.LockTimeout, "up", "--lock-wait", "0", "--assembly", Indexed);
        holder.Send(Signal.Terminate);

        Golden.Matches("up-cancelled.json", sandbox.Normalize((await holder.EndAsync()).Exits(ExitCode.Terminated).Out));
    }

    [Fact]
    public async Task Up_Unreachable()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        using var port = new LatePort();
        (sandbox.Settings.Host, sandbox.Settings.Port) = ("127.0.0.1", port.Number);

        await RunAsync(sandbox, "up-unreachable.json", ExitCode.Unreachable, "up", "--connect-wait", "0", "--assembly", Indexed,
            "--connection", sandbox.Settings.ConnectionString);
        await RunAsync(sandbox, "status-unreachable.json", ExitCode.Unreachable, "status", "--connect-wait", "0",
            "--assembly", Indexed,
            "--connection", sandbox.Settings.ConnectionString);
    }

    [Fact]
    public async Task Up_LostOnTheWay()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await using var tool = sandbox.Tool("up", "--output", "json", "--assembly",
            Samples.Assembly(Samples.Customers, Samples.Endless)).Start();
        // The first loss is made good.
        for (var i = 0; i < 2; i++)
        {
            await sandbox.Database.UntilRunningAsync("%pg_sleep%");
            await sandbox.Database.ExecuteAsync(
                "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = current_database() AND state = "
                + "'active' AND query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()");
        }

        Golden.Matches("up-lost.json", sandbox.Normalize((await tool.EndAsync()).Exits(ExitCode.Unreachable).Out));
    }

    [Fact]
    public async Task Down_UnconfirmedAndThenReverted()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Indexed)).Exits(ExitCode.Success);

        await RunAsync(sandbox, "down-unconfirmed.json", ExitCode.Refused, "down", "--target", "-2", "--assembly", Indexed);
        await RunAsync(sandbox, "down-reverted.json", ExitCode.Success, "down", "--target", "-2", "--yes", "--assembly", Indexed);
        await RunAsync(sandbox, "down-to-zero.json", ExitCode.Success, "down", "--target", "zero", "--yes",
            "--assembly", Indexed);
        await RunAsync(sandbox, "down-nothing-to-do.json", ExitCode.Success, "down", "--target", "zero", "--yes",
            "--assembly", Indexed);
    }

    private static async Task<ToolResult> RunAsync(Sandbox sandbox, string golden, ExitCode code, params string[] arguments)
    {
        var run = await sandbox.RunAsync([.. arguments, "--output", "json"]);
        run.Exits(code);
        Assert.Equal(1, run.Json.GetProperty("format").GetInt32());
        if (arguments[0] != "status" || code != ExitCode.Success)
            Assert.Equal((int)code, run.Json.GetProperty("exitCode").GetInt32());
        Golden.Matches(golden, sandbox.Normalize(run.Out));
        return run;
    }
}
