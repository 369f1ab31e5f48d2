using System.Diagnostics;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;

namespace Migrator.Faults.Tests.Rows;

/// <summary>A first signal that a migration's own code does not heed, and a second one.</summary>
public sealed class Row15SecondSignalTests(TestServer server, FaultRecorder faults, SharedUpgrades upgrades)
    : IClassFixture<SharedUpgrades>
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(10);
    private static readonly int Times = Effort.Rounds(part: 1, full: 10);

    // It catches the cancelled statement, and then does not come back.
    private const string Stubborn = $$"""
        [Migration(20260123090000)]
        public class Stubborn : ForwardOnlyMigration
        {
            public override void Up() => Execute.WithConnection((connection, transaction) =>
            {
                Run(connection, transaction, "CREATE TABLE begun (id int); SAVEPOINT here");
                try { Run(connection, transaction, "{{Gate.WaitSql}}"); }
                catch (Exception)
                {
                    Run(connection, transaction, "ROLLBACK TO here; CREATE TABLE stubborn (id int)");
                    Run(connection, transaction, "SELECT 'stubborn'");
                    new System.Threading.ManualResetEvent(false).WaitOne();
                }
            });

            private static void Run(IDbConnection connection, IDbTransaction transaction, string sql)
            {
                using var command = connection.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = sql;
                command.ExecuteNonQuery();
            }
        }

        """;

    private static readonly (int First, int Second)[] All = [(15, 15), (2, 15), (2, 2), (15, 9)];

    public static TheoryData<int, int> Signals => [.. Effort.Spread(All, part: 2)];

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task Second_EndsItAtOnce(int first, int second)
    {
        var upgrade = await upgrades.OfAsync(() => Gate.UpgradeAsync(server, Stubborn));
        await faults.RoundsAsync(15, $"signal {first}, then {second}", Times, async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();
            await Gate.CloseAsync(sandbox);
            await using var tool = sandbox.Tool(upgrade.Command).Start();
            await Gate.UntilAtItAsync(sandbox);
            tool.Send(new(first));
            await sandbox.Database.UntilAsync("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() "
                + "AND query LIKE 'SELECT ''stubborn''%')",
                TestContext.Current.CancellationToken);

            var sent = Stopwatch.GetTimestamp();
            tool.Send(new(second));

            Assert.Equal(128 + second, (await tool.EndAsync()).ExitCode);
            Assert.InRange(Stopwatch.GetElapsedTime(sent), TimeSpan.Zero, Generous);
            await sandbox.SessionsAreGoneAsync();
            await Gate.OpenAsync(sandbox);
            await Invariants.HoldAsync(upgrade, sandbox);
        });
    }
}
