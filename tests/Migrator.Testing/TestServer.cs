using Migrator.Database;
using Migrator.Database.Embedded;
using Npgsql;

namespace Migrator.Testing;

/// <summary>
/// The PostgreSQL server of a test run: the one that MIGRATOR_TEST_CONNECTION names (a superuser's connection), or a private
/// cluster in a temporary folder. Declared once a test assembly as an assembly fixture.
/// </summary>
public sealed class TestServer : IAsyncLifetime
{
    public const string Variable = "MIGRATOR_TEST_CONNECTION";

    // Nothing of it is to be kept, and CI's disks are slow.
    private static readonly string[] Settings =
    [
        "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300", "shared_buffers=64MB", "max_prepared_transactions=10",
    ];

    private static int _databases;

    private EmbeddedServer? _private;
    private string? _folder;

    /// <summary>A superuser's connection to the database <c>postgres</c>.</summary>
    public string AdminConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            AdminConnectionString = ConnectionText.Parse(given).ConnectionString;
            return;
        }

        _folder = Directory.CreateTempSubdirectory("migrator-tests-").FullName;
        _private = await EmbeddedServer.FindAsync(_folder);
        var connection = await _private.StartAsync(Settings);
        connection.MaxPoolSize = 20;
        AdminConnectionString = connection.ConnectionString;
    }

    /// <summary>A new, empty database, dropped when it is disposed.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken = default)
    {
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(AdminConnectionString) { Pooling = false });
        await using var create = source.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync(cancellationToken);
        return new TestDatabase(AdminConnectionString, name);
    }

    public async ValueTask DisposeAsync()
    {
        CompiledMigrations.Remove();
        if (_private is null)
            return;

        NpgsqlConnection.ClearAllPools();
        await _private.RemoveAsync();
    }
}
