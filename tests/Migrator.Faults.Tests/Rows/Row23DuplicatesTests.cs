using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;

namespace Migrator.Faults.Tests.Rows;

/// <summary>CREATE UNIQUE INDEX CONCURRENTLY finds duplicates.</summary>
public sealed class Row23DuplicatesTests(TestServer server, FaultRecorder faults)
{
    private const string Unique = "CREATE UNIQUE INDEX CONCURRENTLY ix_orders_state ON orders (state)";
    private const string Mend = "UPDATE orders SET state = state || id";

    [Theory]
    [InlineData("as the first statement: exit 6", 6, new[] { Unique })]
    [InlineData("as the second: exit 7, the next run goes on there", 7, new[] { "CREATE TABLE notes (id int)", Unique })]
    public async Task Duplicates(string kind, int code, string[] statements)
    {
        await using var upgrade = await ConcurrentBuild.UpgradeAsync(server, statements);
        await using var mended = await ConcurrentBuild.UpgradeAsync(server, statements);
        await mended.MendAsync(Mend);
        await faults.RoundsAsync(23, $"unique index over duplicates (23505) {kind}", Effort.Rounds(part: 1, full: 10), async _ =>
        {
            await using var sandbox = await upgrade.StartAsync();

            var run = await upgrade.RunAsync(sandbox);

            run.Exits((ExitCode)code).Complains("could not create unique index \"ix_orders_state\" (23505)");
            Assert.Empty(await ConcurrentBuild.ValidityAsync(sandbox));
            await sandbox.Database.ExecuteAsync(Mend);
            await Invariants.HoldAsync(mended, sandbox);
        });
    }
}
