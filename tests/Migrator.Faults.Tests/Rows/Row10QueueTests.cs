using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Servers;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Faults.Tests.Rows;

/// <summary>Many pods wait for one that has much to do: the server must not feel it.</summary>
[Collection(nameof(Alone))]
public sealed class Row10QueueTests(FaultRecorder faults)
{
    private static readonly int Pending = Effort.Rounds(part: 200, full: 2_000);
    private static readonly int Waiting = Effort.Rounds(part: 8, full: 50);

    // From DeployLockQueue: pauses grow to 1 to 2 s, and after each the lock is tried and its holder looked at. Half as much
    // again for what the server's statistics count late.
    private const double MostPerRunner = 2 * 1.5;
    private const string Grown = "interval '5 s'";
    private const string Runners = "FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE "
        + "'migrator%'";

    [Fact]
    public async Task OthersWait()
    {
        await using var server = await PrivateServer.StartNewAsync("max_connections=200");
        await using var upgrade = await Upgrade.FromAsync(server,
            CompiledMigrations.ToFile(string.Concat(Enumerable.Range(1, Pending)
            .Select(i => CompiledMigrations.Sql(i, $"M{i}",
                [$"CREATE TABLE t{i} (id int)", .. i == 1 ? (string[])[Gate.WaitSql] : []])))), sql: Gate.Sql);

        await faults.OnceAsync(10, $"{Pending:#,0} pending, {Waiting} waiting; the one that works is killed", async () =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await Gate.CloseAsync(sandbox);
            await using var first = sandbox.Tool(upgrade.Command).Start();
            await Gate.UntilAtItAsync(sandbox);
            var others = Enumerable.Range(0, Waiting).Select(_ => upgrade.RunAsync(sandbox)).ToList();

            await sandbox.Database.UntilAsync(
                $"SELECT count(*) = {Waiting + 1} AND bool_and(backend_start < now() - {Grown}) {Runners} AND application_name "
                + $"NOT LIKE 'migrator-observer%'",
                TestContext.Current.CancellationToken);
            // Only the one that works may have a second connection.
            Assert.InRange(await sandbox.Database.ScalarAsync<long>($"SELECT count(*) {Runners}"), Waiting + 1, Waiting + 2);
            var rate = await TransactionsPerSecondAsync(server, sandbox);
            TestContext.Current.TestOutputHelper?.WriteLine($"{rate:0.0} transactions a second of {Waiting} waiting");
            Assert.InRange(rate, 0, MostPerRunner * (Waiting + 1));

            await Gate.OpenAsync(sandbox);
            first.Send(Signal.Kill);
            await first.EndAsync();

            Assert.All(await Task.WhenAll(others), run => run.Exits(ExitCode.Success));
            Assert.Equal(Enumerable.Range(1, Pending).Select(i => (long)i), await sandbox.VersionsAsync());
            Assert.Equal(1, await sandbox.Database.ScalarAsync<long>("SELECT count(DISTINCT run) FROM \"VersionInfoJournal\""));
            await sandbox.SessionsAreGoneAsync();
        });
    }

    // Asked in another database, so that the question does not count.
    private static async Task<double> TransactionsPerSecondAsync(PrivateServer server, Sandbox sandbox)
    {
        await using var connection = new NpgsqlConnection(server.AdminConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var (from, began) = await CountAsync();
        var (to, ended) = (from, began);
        await WaitFor.TrueAsync("they have looked ten times", async () =>
        {
            (to, ended) = await CountAsync();
            return to - from >= 20 * Waiting;
        });
        return (to - from) / (ended - began).TotalSeconds;

        async Task<(long Count, DateTime At)> CountAsync()
        {
            await using var command = new NpgsqlCommand(
                $"SELECT xact_commit, clock_timestamp() FROM pg_stat_database WHERE datname = '{sandbox.Database.Name}'",
                connection);
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            await reader.ReadAsync(TestContext.Current.CancellationToken);
            return (reader.GetInt64(0), reader.GetDateTime(1));
        }
    }
}
