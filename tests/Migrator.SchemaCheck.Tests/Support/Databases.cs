using Migrator.TestSupport;
using Npgsql;

namespace Migrator.SchemaCheck.Tests.Support;

/// <summary>Databases with a version table and a journal, without a deploy that made them.</summary>
internal static class Databases
{
    private const string Versions = """CREATE TABLE "VersionInfo" ("Version" bigint NOT NULL);""";

    private const string Journal = """
        CREATE TABLE "VersionInfoJournal" (id bigint GENERATED ALWAYS AS IDENTITY, version bigint, direction text DEFAULT 'up', state text,
            breaking boolean DEFAULT false, checksum text);
        """;

    /// <summary>A database with these versions, and then more SQL on it.</summary>
    public static async Task<TestDatabase> WithAsync(this TestServer server, long[] versions, string sql = "")
    {
        var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync(Versions + Journal
            + string.Concat(versions.Select(version => $"INSERT INTO \"VersionInfo\" VALUES ({version});")) + sql);
        return database;
    }

    /// <summary>SQL that writes an entry into the journal.</summary>
    public static string Entry(long version, string state, string? sum = null, bool breaking = false, string direction = "up") => $"""
        INSERT INTO "VersionInfoJournal" (version, direction, state, breaking, checksum)
        VALUES ({version}, '{direction}', '{state}', {breaking}, {(sum is null ? "NULL" : $"'{sum}'")});
        """;

    public static async Task<NpgsqlConnection> OpenAsync(this TestDatabase database, string? connection = null,
        string? applicationName = null)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection ?? database.ConnectionString)
        { ApplicationName = applicationName };
        var opened = new NpgsqlConnection(builder.ConnectionString);
        await opened.OpenAsync(TestContext.Current.CancellationToken);
        return opened;
    }

    /// <summary>Holds the deploy lock of a version table until the connection is closed.</summary>
    public static async Task<NpgsqlConnection> DeployAsync(this TestDatabase database, VersionTable? table = null,
        string applicationName = "migrator 7f3a9c ci-runner-7")
    {
        var connection = await database.OpenAsync(applicationName: applicationName);
        await using var take = new NpgsqlCommand($"SELECT pg_advisory_lock({DeployLockKey.Of(table ?? VersionTable.Default)})",
            connection);
        await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
