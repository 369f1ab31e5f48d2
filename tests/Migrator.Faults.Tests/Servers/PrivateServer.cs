using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Faults.Tests.Servers;

/// <summary>A server of one test's own, on one port for its whole life, that can be stopped, started again and copied.</summary>
internal sealed class PrivateServer : DatabaseServer, IAsyncDisposable
{
    // What is acknowledged must outlive an immediate stop, so synchronous_commit stays on; the machine itself does not fail.
    private static readonly string[] Usual = ["fsync=off", "full_page_writes=off", "shared_buffers=32MB", "autovacuum=off",
        "log_line_prefix=%e "];

    private readonly EmbeddedServer _server;
    private readonly string _folder;
    private readonly string[] _settings;
    private int _port;

    private PrivateServer(EmbeddedServer server, string folder, string[] settings)
    {
        _server = server;
        _folder = folder;
        _port = FreePort.Find();
        _settings = [.. Usual, .. settings];
    }

    public int Port => _port;

    /// <summary>What the server has written to its log.</summary>
    public string Log => File.ReadAllText(Path.Combine(_folder, "server.log"));

    /// <summary>The folder of its cluster.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>Makes a new cluster and starts it.</summary>
    /// <param name="settings">Settings beyond the usual, as <c>name=value</c>.</param>
    public static async Task<PrivateServer> StartNewAsync(params string[] settings)
    {
        var folder = NewFolder();
        var server = new PrivateServer(await NewCluster.MakeInAsync(folder), folder, settings);
        await server.StartAsync();
        return server;
    }

    public async Task StartAsync()
    {
        // The last one wins over the port that the embedded server chooses.
        var connection = await _server.StartAsync([.. _settings, $"port={Port}"],
            cancellationToken: TestContext.Current.CancellationToken);
        connection.Port = Port;
        AdminConnectionString = connection.ConnectionString;
    }

    /// <summary>Stops it as a crash would: no checkpoint, no farewell to its clients.</summary>
    public Task StopAtOnceAsync() => _server.StopAsync(immediately: true, TestContext.Current.CancellationToken);

    /// <summary>A hot standby of it, streaming.</summary>
    /// <param name="settings">Settings beyond the usual, as <c>name=value</c>.</param>
    public async Task<PrivateServer> StartStandbyAsync(params string[] settings)
    {
        var folder = NewFolder();
        await BaseBackup.TakeAsync(new(AdminConnectionString), Data, Path.Combine(folder, "data"));
        File.Copy(Path.Combine(_folder, "password"), Path.Combine(folder, "password"));
        var standby = new PrivateServer(await EmbeddedServer.FindAsync(folder, TestContext.Current.CancellationToken), folder,
            settings);
        await standby.StartAsync();
        await WaitFor.TrueAsync("the standby streams",
            () => AskAsync("SELECT EXISTS (SELECT FROM pg_stat_replication WHERE state = 'streaming')"));
        return standby;
    }

    /// <summary>Waits until a database of the primary has come here.</summary>
    public Task UntilItHasAsync(string database) =>
        WaitFor.TrueAsync("the standby has the database",
            () => AskAsync($"SELECT EXISTS (SELECT FROM pg_database WHERE datname = '{database}')"));

    /// <summary>Makes this standby the primary, at the address of the old one, which is gone.</summary>
    public async Task TakeOverAsync(PrivateServer primary)
    {
        Assert.True(await AskAsync("SELECT pg_promote()"));
        await StopAtOnceAsync();
        _port = primary.Port;
        await StartAsync();
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(AdminConnectionString)
        { Pooling = false });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await _server.RemoveAsync();

    private static string NewFolder() => ServerFolder.Create("migrator-faults-");

    private async Task<bool> AskAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(AdminConnectionString)
        { Pooling = false });
        await using var command = source.CreateCommand(sql);
        return (bool)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
