using Npgsql;

namespace Migrator.TestSupport;

/// <summary>
/// The PostgreSQL server of a test run: the one that MIGRATOR_TEST_CONNECTION names (a superuser's connection), or a private
/// cluster. Declared once a test assembly as an assembly fixture.
/// </summary>
public sealed class TestServer : DatabaseServer, IAsyncLifetime
{
    public const string Variable = "MIGRATOR_TEST_CONNECTION";

    // Nothing of it is to be kept, and CI's disks are slow.
    private static readonly string[] Settings =
    [
        "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300", "shared_buffers=64MB",
        "max_prepared_transactions=10",
    ];

    private EmbeddedServer? _private;
    private string? _folder;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            AdminConnectionString = ConnectionText.Parse(given).ConnectionString;
            return;
        }

        _folder = ServerFolder.Create("migrator-tests-");
        _private = await EmbeddedServer.FindAsync(_folder);
        var connection = await _private.StartAsync(Settings);
        connection.MaxPoolSize = 20;
        AdminConnectionString = connection.ConnectionString;
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
