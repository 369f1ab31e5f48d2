namespace Migrator.Faults.Tests.Network;

/// <summary>A point in what a client says at which the proxy does something, once.</summary>
internal sealed class ProxyTrigger(Func<WireMessage, bool> at, bool letsItThrough)
{
    private readonly TaskCompletionSource _fired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    /// <summary>Whether the message itself is passed on, and only the server's answer to it is kept back.</summary>
    public bool LetsItThrough => letsItThrough;

    /// <summary>Ends when the message is held, or when the server's answer to it is there.</summary>
    public Task Fired => _fired.Task;

    /// <summary>Ends when what was held may go on.</summary>
    public Task Released => _released.Task;

    /// <summary>Lets go on what was held.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Whether this message is the one; true once only.</summary>
    public bool Takes(WireMessage message) => at(message) && Interlocked.Exchange(ref _taken, 1) == 0;

    public void Fire() => _fired.TrySetResult();
}
