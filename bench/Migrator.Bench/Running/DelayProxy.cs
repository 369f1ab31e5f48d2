using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Migrator.Bench.Running;

/// <summary>A distant server: everything takes half of a round trip longer in either direction, however much is under
/// way.</summary>
internal sealed class DelayProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _host;
    private readonly int _port;
    private readonly TimeSpan _oneWay;

    public DelayProxy(string host, int port, TimeSpan roundTrip)
    {
        (_host, _port, _oneWay) = (host, port, roundTrip / 2);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = PassOnAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is over.
        }
    }

    private async Task PassOnAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        await far.ConnectAsync(_host, _port);
        await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        var underWay = Channel.CreateUnbounded<(byte[] Bytes, long Due)>();
        var reading = Task.Run(async () =>
        {
            var buffer = new byte[65536];
            while (await from.GetStream().ReadAsync(buffer) is var count and > 0)
                underWay.Writer.TryWrite((buffer[..count], Environment.TickCount64 + (long)_oneWay.TotalMilliseconds));
            underWay.Writer.Complete();
        });
        await foreach (var (bytes, due) in underWay.Reader.ReadAllAsync())
        {
            if (due - Environment.TickCount64 is var left and > 0)
                await Task.Delay((int)left);
            await to.GetStream().WriteAsync(bytes);
        }

        await reading;
    }
}
