using Npgsql;

namespace Migrator.TestSupport;

/// <summary>A database of one test's own.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>The password of every role that <see cref="CreateRoleAsync"/> makes: nothing else could say it by
    /// chance.</summary>
    public const string RolePassword = "Tr0ub4dor-secret";

    /// <summary>What a test writes into rows that no output may show: nothing else could say it by chance.</summary>
    public const string RowData = "r0w-of-a-customer";

    private readonly string _admin;
    private readonly List<string> _roles = [];
    private readonly NpgsqlDataSource _source;

    internal TestDatabase(string admin, string name)
    {
        _admin = admin;
        Name = name;
        ConnectionString = Connect().ConnectionString;
        _source = NpgsqlDataSource.Create(ConnectionString);
    }

    public string Name { get; }

    /// <summary>The superuser's connection to it.</summary>
    public string ConnectionString { get; }

    /// <summary>Options for the engine on it.</summary>
    public DatabaseOptions Options => new()
    {
        Connection = DatabaseOptions.Fixed(ConnectionString),
        ConnectWait = TimeSpan.FromSeconds(10),
        LockWait = TimeSpan.FromSeconds(60),
        LockRetry = TimeSpan.Zero,
    };

    /// <summary>The connection to it, to be changed.</summary>
    public NpgsqlConnectionStringBuilder Connect() => new(_admin) { Database = Name, Pooling = false };

    /// <summary>Creates a login role, dropped with the database; gives a connection as it.</summary>
    public async Task<string> CreateRoleAsync(string suffix, string attributes = "")
    {
        var role = $"{Name}_{suffix}";
        _roles.Add(role);
        await ExecuteAsync($"CREATE ROLE \"{role}\" LOGIN PASSWORD '{RolePassword}' {attributes}");
        var builder = Connect();
        builder.Username = role;
        builder.Password = RolePassword;
        return builder.ConnectionString;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"No value: {sql}"));
    }

    /// <summary>The first column of every row.</summary>
    public async Task<List<T>> ColumnAsync<T>(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync())
            values.Add(await reader.GetFieldValueAsync<T>(0));
        return values;
    }

    public Task<bool> ExistsAsync(string relation) => ScalarAsync<bool>($"SELECT to_regclass('{relation}') IS NOT NULL");

    /// <summary>Waits until a query is true, asking again every few milliseconds; fails after a minute.</summary>
    public async Task UntilAsync(string condition, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        // One session for all of it: making one costs more than the question.
        await using var connection = await _source.OpenConnectionAsync(limit.Token);
        await using var command = new NpgsqlCommand(condition, connection);
        while (await command.ExecuteScalarAsync(limit.Token) is not true)
            await timer.WaitForNextTickAsync(limit.Token);
    }

    /// <summary>Whether a backend of a run works on a statement like this one.</summary>
    public Task UntilRunningAsync(string like) => UntilAsync(
        $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{Name}' AND state = 'active' AND pid <> pg_backend_pid() "
        + $"AND query LIKE '{like}')");

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await using var admin = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_admin) { Pooling = false });
        foreach (var sql in (string[])[$"DROP DATABASE {Name} WITH (FORCE)", .. _roles.Select(role => $"DROP ROLE \"{role}\"")])
        {
            await using var command = admin.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }
}
