using Migrator.SchemaCheck;
using Migrator.Shadow.Snapshot;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Tests.Shadow.Snapshot;

/// <summary>Snapshots of test databases, and their differences in a line each.</summary>
internal static class Snapshots
{
    public static async Task<CatalogSnapshot> SnapshotAsync(this TestDatabase database, string? connectionString = null)
    {
        await using var connection = new NpgsqlConnection(connectionString ?? database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        return await SnapshotReader.ReadAsync(connection, VersionTable.Default, TestContext.Current.CancellationToken);
    }

    /// <summary>Runs SQL; gives what the snapshot tells of it.</summary>
    public static async Task<string[]> ChangeAsync(this TestDatabase database, string sql)
    {
        var before = await database.SnapshotAsync();
        await database.ExecuteAsync(sql);
        return Told(before, await database.SnapshotAsync());
    }

    public static string[] Told(CatalogSnapshot expected, CatalogSnapshot actual) =>
        [.. CatalogSnapshot.Compare(expected, actual).Select(one => $"{one.Word} {one.Subject.Title("public")}")];
}
