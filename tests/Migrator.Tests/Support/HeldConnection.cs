using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Tests.Support;

/// <summary>A second session that holds something while a run goes.</summary>
internal static class HeldConnection
{
    public static async Task<NpgsqlConnection> OpenAsync(this TestDatabase database, string applicationName = "somebody else")
    {
        var builder = database.Connect();
        builder.ApplicationName = applicationName;
        var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public static async Task ExecuteAsync(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public static NpgsqlConnectionStringBuilder Settings(this NpgsqlConnection connection) => new(connection.ConnectionString);
}
