using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The deploy lock goes, or the session is another, and the tool is not told.</summary>
public sealed class Row26LockLostTests(TestServer server, FaultRecorder faults)
{
    private const string Attribute = "[Migration(20260123090000)]";

    private static readonly int Times = Effort.Rounds(part: 1, full: 10);

    [Theory]
    [InlineData("pg_advisory_unlock_all()", "Execute.Sql(\"CREATE TABLE begun (id int)\"); Execute.Sql(\"SELECT "
        + "pg_advisory_unlock_all()\");")]
    [FullData("DISCARD ALL by own code", "Execute.Sql(\"CREATE TABLE begun (id int)\"); Execute.WithConnection((connection, "
        + "transaction) => Run(connection, transaction, \"SELECT pg_advisory_unlock_all()\"));")]
    [InlineData("the connection is closed and opened by own code", "Execute.WithConnection((connection, transaction) => { "
        + "connection.Close(); connection.Open(); }); Execute.Sql(\"CREATE TABLE begun (id int)\");")]
    public async Task Lost(string how, string up)
    {
        await using var upgrade = await Upgrade.FromAsync(server, Samples.Assembly(Samples.Customers, Samples.Orders));
        var lost = Samples.Assembly(Samples.Customers, Samples.Orders, $$"""
            {{Attribute}}
            public class Careless : ForwardOnlyMigration
            {
                public override void Up() { {{up}} }

                private static void Run(IDbConnection connection, IDbTransaction transaction, string sql)
                {
                    using var command = connection.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = sql;
                    command.ExecuteNonQuery();
                }
            }

            """);
        await faults.RoundsAsync(26, $"the lock is lost in mid-run: {how}", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();

            var run = await sandbox.RunAsync("up", "--assembly", lost);

            run.Exits(ExitCode.Unreachable).Says("The connection was lost");
            Assert.False(await sandbox.Database.ExistsAsync("begun"));
            Assert.Equal((await upgrade.UndisturbedAsync()).Versions, await sandbox.AppliedAsync());
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }

    [Fact]
    public async Task AnotherRunGotIt_IsSeenBeforeTheCommit()
    {
        await using var upgrade = await Gate.UpgradeAsync(server);
        await faults.RoundsAsync(26, "the session is ended and another run takes the lock meanwhile", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await Gate.CloseAsync(sandbox);
            await using var first = sandbox.Tool(upgrade.Command).Start();
            await Gate.UntilAtItAsync(sandbox);
            await using var second = sandbox.Tool(upgrade.Command).Start();
            await second.UntilItSaysAsync("Waiting for the deploy lock");
            await Gate.OpenAsync(sandbox);

            await sandbox.Database.ExecuteAsync(
                "SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE l.locktype = 'advisory' AND l.database = (SELECT oid "
                + "FROM pg_database WHERE datname = current_database())");

            // Whoever of the two gets it: the other finds nothing to do, or sees that the schema was changed.
            (await first.EndAsync()).Exits(ExitCode.Success, ExitCode.Unreachable);
            (await second.EndAsync()).Exits(ExitCode.Success);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }
}
