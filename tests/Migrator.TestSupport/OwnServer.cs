using Npgsql;

namespace Migrator.TestSupport;

/// <summary>A server of one test class's own: it listens on a Unix socket, too, and can be made a standby.</summary>
public sealed class OwnServer : DatabaseServer, IAsyncLifetime
{
    private static readonly string[] Usual = ["fsync=off", "shared_buffers=16MB", "autovacuum=off"];

    private readonly string _folder = ServerFolder.Create("migrator-own-");
    private EmbeddedServer? _server;

    /// <summary>The folder of its socket.</summary>
    public string SocketFolder => _folder;

    /// <summary>Where it is.</summary>
    public NpgsqlConnectionStringBuilder Settings => new(AdminConnectionString);

    public async ValueTask InitializeAsync()
    {
        _server = await EmbeddedServer.FindAsync(_folder, TestContext.Current.CancellationToken);
        await StartAsync();
    }

    /// <summary>Makes it a standby that follows nobody: it can be read, and nothing more.</summary>
    public async Task BecomeStandbyAsync()
    {
        await _server!.StopAsync(cancellationToken: TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "data", "standby.signal"), "", TestContext.Current.CancellationToken);
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _server!.RemoveAsync();
    }

    private async Task StartAsync()
    {
        var connection = await _server!.StartAsync([.. Usual, $"unix_socket_directories={_folder}"],
            cancellationToken: TestContext.Current.CancellationToken);
        AdminConnectionString = connection.ConnectionString;
    }
}
