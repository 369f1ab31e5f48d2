using System.Net;
using System.Net.Sockets;

namespace Migrator.TestSupport.Tool;

/// <summary>A port that is taken but refuses, until it is opened: then it leads to a server.</summary>
public sealed class LatePort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _end = new();

    public LatePort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Number => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Listens from now on, and passes on to a server.</summary>
    public void Open(string host, int port)
    {
        _socket.Listen();
        _ = AcceptAsync(host, port);
    }

    public void Dispose()
    {
        if (_end.IsCancellationRequested)
            return;

        _end.Cancel();
        _socket.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync(string host, int port)
    {
        var token = _end.Token;
        try
        {
            while (true)
                _ = PassOnAsync(await _socket.AcceptAsync(token), host, port, token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task PassOnAsync(Socket client, string host, int port, CancellationToken token)
    {
        using var server = new TcpClient();
        await using var near = new NetworkStream(client, ownsSocket: true);
        await server.ConnectAsync(host, port, token);
        await Task.WhenAny(near.CopyToAsync(server.GetStream(), token), server.GetStream().CopyToAsync(near, token));
    }
}
