using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>The tool is killed when a statement outside a transaction is done and its record is not.</summary>
public sealed class Row03KilledBeforeRecordTests(TestServer server, FaultRecorder faults)
{
    private const string Done = "SET statements_done";

    private static readonly int Times = Effort.Rounds(part: 1, full: 10);

    [Theory]
    [InlineData("a concurrent index", "CREATE INDEX CONCURRENTLY ix_orders_state ON orders (state)", Done, true)]
    [FullData("dropping one", "DROP INDEX CONCURRENTLY ix_orders_early", Done, true)]
    [InlineData("a table", "CREATE TABLE notes (id int)", Done, true)]
    [FullData("rows", "INSERT INTO customers SELECT n FROM generate_series(1, 9) AS n", Done, true)]
    [FullData("VACUUM", "VACUUM orders", Done, true)]
    [InlineData("the last statement, before the version is recorded", "CREATE TABLE notes (id int)", "WITH version AS", true)]
    [InlineData("a DO block", "DO $$ BEGIN CREATE TABLE notes (id int); COMMIT; END $$", Done, false)]
    [FullData("several statements in one text", "CREATE TABLE notes (id int); CREATE TABLE more (id int)", Done, false)]
    public async Task Killed(string what, string statement, string heldAt, bool resumes)
    {
        await using var upgrade = await ConcurrentBuild.UpgradeAsync(server, "CREATE INDEX ix_orders_early ON orders (id, state)",
            statement, "CREATE TABLE after (id int)");
        await faults.RoundsAsync(3, $"SIGKILL between a statement and its record: {what}", Times, async _ =>
        {
            // The first record is the first statement's.
            var left = heldAt == Done ? 2 : 1;
            await using var run = await HeldRun.StartAsync(upgrade,
                proxy => proxy.HoldAt(sql => sql.Contains(heldAt, StringComparison.Ordinal) && --left == 0));

            run.Tool.Send(Signal.Kill);
            await run.Tool.EndAsync();

            await run.Sandbox.SessionsAreGoneAsync();
            var again = await upgrade.RunAsync(run.Sandbox);
            if (resumes)
                again.Exits(ExitCode.Success).Says("goes on at statement");
            else
                again.Exits(ExitCode.Partial)
                    .Complains("nothing tells whether it did its work", "dotnet migrator resolve 20260115080000 --applied");
            if (resumes)
                await Invariants.HoldAsync(upgrade, run.Sandbox);
            else
                await FinishByHandAsync(upgrade, run.Sandbox);
        });
    }

    // What the recipe says: finish it, tell so, go on.
    private static async Task FinishByHandAsync(Upgrade upgrade, Sandbox sandbox)
    {
        await sandbox.Database.ExecuteAsync($"SET ROLE \"{sandbox.Settings.Username}\"; CREATE TABLE after (id int)");
        (await sandbox.RunAsync(["resolve", "20260115080000", "--applied", .. upgrade.Command[^2..]])).Exits(ExitCode.Success);
        await Invariants.HoldAsync(upgrade, sandbox);
    }
}
