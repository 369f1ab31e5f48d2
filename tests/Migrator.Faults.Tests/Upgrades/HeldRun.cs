using Migrator.Faults.Tests.Network;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Upgrades;

/// <summary>
/// A run of the tool that is stopped before an exact statement: it has said everything up to it, the server has done that, and
/// nothing after it has arrived.
/// </summary>
internal sealed class HeldRun : IAsyncDisposable
{
    private readonly ProxyTrigger _boundary;

    private HeldRun(Sandbox sandbox, FaultProxy proxy, ProxyTrigger boundary, ToolProcess tool) =>
        (Sandbox, Proxy, _boundary, Tool) = (sandbox, proxy, boundary, tool);

    public Sandbox Sandbox { get; }

    public FaultProxy Proxy { get; }

    public ToolProcess Tool { get; }

    /// <summary>Starts one on a database of its own, and waits until it is there.</summary>
    public static Task<HeldRun> StartAsync(Upgrade upgrade, int statement) =>
        StartAsync(upgrade, proxy => proxy.HoldAtStatement(statement));

    /// <summary>Starts one that is stopped where the trigger says.</summary>
    public static async Task<HeldRun> StartAsync(Upgrade upgrade, Func<FaultProxy, ProxyTrigger> at, params string[] more)
    {
        var sandbox = await upgrade.StartAsync();
        var proxy = new FaultProxy(sandbox.Connection);
        var boundary = at(proxy);
        var run = new HeldRun(sandbox, proxy, boundary,
            sandbox.Bare([.. upgrade.Command, "--connection", proxy.Through(sandbox.Connection), .. more]).Start());
        try
        {
            await boundary.Fired.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            await sandbox.UntilServerListensAsync();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets it go on.</summary>
    public void Release() => _boundary.Release();

    public async ValueTask DisposeAsync()
    {
        await Tool.DisposeAsync();
        Proxy.Dispose();
        await Sandbox.DisposeAsync();
    }
}
