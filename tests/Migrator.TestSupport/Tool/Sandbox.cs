using Npgsql;

namespace Migrator.TestSupport.Tool;

/// <summary>What a test of the tool stands on: a database that a role of its own owns, and a working directory.</summary>
public sealed class Sandbox : IAsyncDisposable
{
    private readonly WorkingDirectory _directory = new();
    private readonly DatabaseServer _server;

    private Sandbox(DatabaseServer server, TestDatabase database, string connection)
    {
        _server = server;
        Database = database;
        Connection = connection;
        Settings = new(connection);
    }

    public TestDatabase Database { get; }

    /// <summary>The owner's connection, with a password that nothing else could say by chance.</summary>
    public string Connection { get; }

    public NpgsqlConnectionStringBuilder Settings { get; }

    public WorkingDirectory Directory => _directory;

    public static async Task<Sandbox> CreateAsync(DatabaseServer server)
    {
        var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateRoleAsync("owner");
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} OWNER TO {database.Name}_owner");
        return new(server, database, connection);
    }

    /// <summary>A sandbox with a copy of this one's database, of the same owner: to be disposed before this one.</summary>
    public async Task<Sandbox> CopyAsync()
    {
        var database = await _server.CopyDatabaseAsync(Database, Settings.Username!, TestContext.Current.CancellationToken);
        return new(_server, database,
            new NpgsqlConnectionStringBuilder(Connection) { Database = database.Name }.ConnectionString);
    }

    /// <summary>The tool, told the connection by its variable.</summary>
    public ToolStart Tool(params string[] arguments) => Bare(arguments).With("MIGRATOR_CONNECTION", Connection);

    /// <summary>The tool in this directory, told no connection.</summary>
    public ToolStart Bare(params string[] arguments) => new(arguments) { Directory = _directory.Path };

    public Task<ToolResult> RunAsync(params string[] arguments) => Tool(arguments).RunAsync();

    /// <summary>The applied versions, as FluentMigrator records them.</summary>
    public Task<List<long>> VersionsAsync() =>
        Database.ColumnAsync<long>("SELECT \"Version\" FROM \"VersionInfo\" ORDER BY 1");

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _directory.Dispose();
    }
}
