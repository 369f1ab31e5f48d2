using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Servers;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Faults.Tests.Rows;

/// <summary>`status` and `wait` with a role that may SELECT, where nothing can or may be written. The application's check is
/// `wait`'s.</summary>
public sealed class Row25ReaderTests(FaultRecorder faults)
{
    // Every transaction that writes takes one of these numbers, anywhere on the server.
    private const string NextTransaction = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text";

    private static readonly int Times = Effort.Rounds(part: 1, full: 10);

    private static readonly (string? Migrated, ExitCode Code)[] States = [(null, ExitCode.Pending),
        ("CreateOrders", ExitCode.Pending), ("latest", ExitCode.Success)];

    [Fact]
    public async Task StatusAndWait_WriteNothing()
    {
        await using var primary = await PrivateServer.StartNewAsync();
        await using var standby = await primary.StartStandbyAsync();
        await faults.RoundsAsync(25,
            "`status` and `wait`, migrated to nothing, in part and wholly, on a read-only database and on a standby",
            [.. Enumerable.Repeat(States, Times).SelectMany(all => all)], async state =>
        {
            await using var upgrade = await Upgrade.FromAsync(primary, SampleSchema.Assembly, state.Migrated);
            await using var sandbox = await upgrade.StartAsync();
            var reader = await ReaderAsync(sandbox);
            await sandbox.Database.ExecuteAsync($"ALTER DATABASE {sandbox.Database.Name} SET default_transaction_read_only = on");
            await WaitFor.TrueAsync("the standby has it all", async () => await ReplayedAsync(primary, standby));
            var before = await AskAsync(primary, NextTransaction);

            var snapshot = await Upgrade.SnapshotAsync(sandbox);
            var versions = await sandbox.AppliedAsync();

            foreach (var connection in (string[])[reader,
                new NpgsqlConnectionStringBuilder(reader) { Port = standby.Port }.ConnectionString])
            {
                await RunAsync(sandbox, connection, state.Code, "status", "--exit-code");
                await RunAsync(sandbox, connection, state.Code, "wait", "--timeout", "0", "--output", "json");
            }

            Assert.Equal(before, await AskAsync(primary, NextTransaction));
            Assert.Equal(snapshot, await Upgrade.SnapshotAsync(sandbox));
            Assert.Equal(versions, await sandbox.AppliedAsync());
        });
    }

    private static async Task<string> ReaderAsync(Sandbox sandbox)
    {
        var reader = await sandbox.Database.CreateRoleAsync("reader");
        await sandbox.Database.ExecuteAsync($"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {sandbox.Database.Name}_reader");
        return reader;
    }

    private static async Task RunAsync(Sandbox sandbox, string connection, ExitCode code, params string[] verb) =>
        (await sandbox.Bare([.. verb, "--assembly", SampleSchema.Assembly, "--connection", connection]).RunAsync()).Exits(code);

    private static async Task<bool> ReplayedAsync(PrivateServer primary, PrivateServer standby)
    {
        var written = await AskAsync(primary, "SELECT pg_current_wal_lsn()::text");
        return await AskAsync(standby, $"SELECT (pg_last_wal_replay_lsn() >= '{written}')::text") == "true";
    }

    private static async Task<string> AskAsync(PrivateServer server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.AdminConnectionString)
        { Pooling = false });
        await using var command = source.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
