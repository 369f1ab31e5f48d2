using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Migrator.Faults.Tests.Network;

/// <summary>
/// The network between the tool and a server, which can break: it cuts, swallows and delays, and stops the client at an exact
/// statement. It reads the protocol, so the connection must be without TLS: <see cref="Through"/> sees to it.
/// </summary>
internal sealed class FaultProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<ProxiedConnection, bool> _connections = new();
    private readonly ConcurrentQueue<string> _statements = new();
    private int _answers;
    private volatile ProxyTrigger? _trigger;
    private volatile DnsEndPoint _target;

    /// <summary>Listens from now on.</summary>
    /// <param name="connection">The server that it leads to.</param>
    public FaultProxy(string connection)
    {
        _target = Address(connection);
        _listener.Start();
        _ = AcceptAsync();
    }

    public DnsEndPoint Target => _target;

    /// <summary>Whether it keeps all connections open, answers none and passes nothing on.</summary>
    public bool IsBlackHole { get; private set; }

    /// <summary>How long everything takes in either direction; a round trip takes twice as long.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The statements of the tool's run, in order, as far as they came here; not those of other sessions of
    /// its.</summary>
    public IReadOnlyList<string> Statements => [.. _statements];

    /// <summary>How often a client was told that the server is ready for the next: once a connection, and once a round
    /// trip.</summary>
    public int Answers => _answers;

    /// <summary>The same connection, through here.</summary>
    public string Through(string connection) =>
        new NpgsqlConnectionStringBuilder(connection)
        {
            Host = IPAddress.Loopback.ToString(),
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
        }.ConnectionString;

    /// <summary>New connections lead to this server.</summary>
    public void LeadTo(string connection) => _target = Address(connection);

    /// <summary>Holds the first statement that fits, and all that its client says after it.</summary>
    public ProxyTrigger HoldAt(Func<string, bool> statement) =>
        _trigger = new(message => message.IsStatement && statement(message.Sql), letsItThrough: false);

    /// <summary>Holds statement number <paramref name="number"/> from now on, from 1, whatever it is.</summary>
    public ProxyTrigger HoldAtStatement(int number)
    {
        var left = number;
        return HoldAt(_ => Interlocked.Decrement(ref left) == 0);
    }

    /// <summary>Passes on the first statement that fits, and keeps the server's answer.</summary>
    public ProxyTrigger KeepAnswerTo(Func<string, bool> statement) =>
        _trigger = new(message => message.IsStatement && statement(message.Sql), letsItThrough: true);

    /// <summary>Ends all connections, on both sides.</summary>
    /// <param name="reset">Whether with a reset (RST) or in an orderly way (FIN).</param>
    public void Cut(bool reset = true)
    {
        foreach (var connection in _connections.Keys)
            connection.Close(reset);
    }

    /// <summary>From now on swallows everything, of old connections and new ones, and closes none.</summary>
    public void SwallowEverything() => IsBlackHole = true;

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    internal void Answered(int count) => Interlocked.Add(ref _answers, count);

    internal ProxyTrigger? Seen(WireMessage message)
    {
        if (message.IsStatement)
            _statements.Enqueue(message.Sql);
        return _trigger is { } trigger && trigger.Takes(message) ? trigger : null;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = new ProxiedConnection(this, await _listener.AcceptSocketAsync(CancellationToken.None));
                _connections[connection] = true;
                _ = RunAsync(connection);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task RunAsync(ProxiedConnection connection)
    {
        await connection.RunAsync();
        _connections.TryRemove(connection, out _);
    }

    private static DnsEndPoint Address(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        return new(settings.Host!, settings.Port);
    }
}
