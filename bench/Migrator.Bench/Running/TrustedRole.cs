using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Bench.Running;

/// <summary>
/// A role that is asked for no password. To answer for one (SCRAM-SHA-256) takes every client milliseconds of computing by
/// design, and hides what a tool does itself.
/// </summary>
internal static class TrustedRole
{
    public const string Name = "trusted";

    /// <summary>Creates it on the benchmark's own server.</summary>
    public static async Task CreateAsync(TestServer server)
    {
        await using var source = NpgsqlDataSource.Create(server.AdminConnectionString);
        await using var ask = source.CreateCommand("SHOW hba_file");
        var file = (string)(await ask.ExecuteScalarAsync())!;
        if (!File.Exists(file))
            throw new InvalidOperationException($"The benchmark needs a server of its own: unset {TestServer.Variable}.");

        await File.WriteAllTextAsync(file, $"host all {Name} 127.0.0.1/32 trust\n" + await File.ReadAllTextAsync(file));
        await using var create = source.CreateCommand($"CREATE ROLE {Name} LOGIN SUPERUSER");
        await create.ExecuteNonQueryAsync();
        await using var reload = source.CreateCommand("SELECT pg_reload_conf()");
        await reload.ExecuteNonQueryAsync();
    }
}
