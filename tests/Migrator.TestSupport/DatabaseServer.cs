using Npgsql;

namespace Migrator.TestSupport;

/// <summary>A server on which tests get databases of their own.</summary>
public abstract class DatabaseServer
{
    private static int _databases;

    /// <summary>A superuser's connection to the database <c>postgres</c>.</summary>
    public string AdminConnectionString { get; protected set; } = "";

    /// <summary>Its major version.</summary>
    public async Task<int> MajorAsync(CancellationToken cancellationToken = default)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(AdminConnectionString)
        { Pooling = false });
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return connection.PostgreSqlVersion.Major;
    }

    /// <summary>A new, empty database, dropped when it is disposed.</summary>
    public Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken = default) =>
        CreateAsync("", cancellationToken);

    /// <summary>A copy of a database that nobody is connected to, with all its rows.</summary>
    /// <param name="original">What is copied.</param>
    /// <param name="owner">The role that owns the copy.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TestDatabase> CopyDatabaseAsync(TestDatabase original, string owner,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(original);
        var copy = await CreateAsync($" TEMPLATE {original.Name} OWNER \"{owner}\"", cancellationToken);
        // A copied sequence believes that its next values are in the log already, which is true of the original only: after a
        // crash it would give them out a second time. The first value after a checkpoint is always logged.
        await copy.ExecuteAsync("CHECKPOINT");
        return copy;
    }

    private async Task<TestDatabase> CreateAsync(string options, CancellationToken cancellationToken)
    {
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(AdminConnectionString)
        { Pooling = false });
        await using var create = source.CreateCommand($"CREATE DATABASE {name}{options}");
        await create.ExecuteNonQueryAsync(cancellationToken);
        return new TestDatabase(AdminConnectionString, name);
    }
}
