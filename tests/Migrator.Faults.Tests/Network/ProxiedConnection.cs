using System.Net.Sockets;
using System.Threading.Channels;

namespace Migrator.Faults.Tests.Network;

/// <summary>One connection of a client, passed on to the server message by message.</summary>
internal sealed class ProxiedConnection(FaultProxy proxy, Socket client) : IDisposable
{
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Channel<byte[]> _said = Channel.CreateUnbounded<byte[]>();

    // The server says ReadyForQuery once after the start, and once for each of these that it was sent.
    private int _asked = 1;
    private int _ready;
    private int _keepFrom = int.MaxValue;
    private ProxyTrigger? _keeping;
    private bool _isRun;

    /// <summary>Passes on until either side ends.</summary>
    public async Task RunAsync()
    {
        client.NoDelay = true;
        try
        {
            if (!proxy.IsBlackHole)
                await _server.ConnectAsync(proxy.Target);
            var listening = ListenAsync();
            await Task.WhenAny(Task.WhenAll(listening, SayAsync(listening)), AnswerAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Nobody is there: the client shall see it.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose() => Close(reset: false);

    public void Close(bool reset)
    {
        foreach (var socket in (Socket[])[client, _server])
        {
            if (reset && socket.Connected)
                socket.LingerState = new(true, 0);
            socket.Close();
        }
    }

    // Goes on while a statement is held, so that the end of a client that was killed is seen at once.
    private async Task ListenAsync()
    {
        try
        {
            var buffer = new byte[8192];
            while (await client.ReceiveAsync(buffer) is var count and > 0)
                _said.Writer.TryWrite(buffer[..count]);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was killed, or we were told to cut.
        }
        finally
        {
            _said.Writer.Complete();
        }
    }

    private async Task SayAsync(Task listening)
    {
        var splitter = new MessageSplitter(fromClient: true);
        await foreach (var chunk in _said.Reader.ReadAllAsync())
        {
            await DelayAsync();
            foreach (var message in splitter.Split(chunk))
            {
                if (!await SayAsync(message, listening))
                    return;
            }
        }

        // A client's end does not pass through a black hole.
        if (proxy.IsBlackHole)
            await Task.Delay(Timeout.Infinite);
    }

    private async Task<bool> SayAsync(WireMessage message, Task listening)
    {
        // What else the tool connects for, such as an observer of its statement, comes and goes by the clock.
        if (message.Type == '\0' && message.Sql.Contains("application_name", StringComparison.Ordinal))
            _isRun = message.Sql.Contains("migrator ", StringComparison.Ordinal);

        if (_isRun && proxy.Seen(message) is { } trigger)
        {
            if (trigger.LetsItThrough)
                (_keeping, _keepFrom) = (trigger, _asked + 1);
            else
            {
                trigger.Fire();
                await Task.WhenAny(trigger.Released, listening);
                if (!trigger.Released.IsCompleted)
                    return false;
            }
        }

        if (message.IsAnsweredByReady)
            _asked++;
        if (!proxy.IsBlackHole)
            await _server.SendAsync(message.Bytes);
        return true;
    }

    private async Task AnswerAsync()
    {
        if (!_server.Connected)
            await Task.Delay(Timeout.Infinite);

        var splitter = new MessageSplitter(fromClient: false);
        var buffer = new byte[8192];
        while (await _server.ReceiveAsync(buffer) is var count and > 0)
        {
            var chunk = buffer[..count];
            var ready = splitter.Split(chunk).Count(message => message.Type == 'Z');
            _ready += ready;
            proxy.Answered(ready);
            await DelayAsync();
            if (_keeping is null && !proxy.IsBlackHole)
                await client.SendAsync(chunk);
            else if (_ready >= _keepFrom)
                _keeping?.Fire();
        }

        if (proxy.IsBlackHole)
            await Task.Delay(Timeout.Infinite);
    }

    private Task DelayAsync() => proxy.Delay > TimeSpan.Zero ? Task.Delay(proxy.Delay) : Task.CompletedTask;
}
