using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>Exit code 7: a non-transactional migration stopped midway, and how a person settles it.</summary>
public sealed class PartialTests(TestServer server)
{
    private static readonly string Assembly = Samples.Assembly(Samples.Customers, Samples.HalfDone, Samples.Last);

    [Fact]
    public async Task Up_StoppedMidway_PrintsTheRecovery()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.RunAsync("up", "--assembly", Assembly);

        run.Exits(ExitCode.Partial)
            .Says("FillOrderTotals", "failed at statement 2 of 2")
            .Complains("division by zero (22012)", "runs outside a transaction and stopped in the middle",
                "statement 1 is done", "run again: it goes on at statement 2; what is done is not run again",
                "dotnet migrator resolve 20260122090000 --applied (or --rolled-back)", "exit 7");
        Assert.True(await sandbox.Database.ExistsAsync("half_done"));
        Assert.Equal([20260110120000], await sandbox.VersionsAsync());
    }

    [Fact]
    public async Task EveryVerb_OnAnUnfinishedDatabase_SaysSo()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Assembly)).Exits(ExitCode.Partial);

        foreach (var verb in (string[])["up --target 20260110120000", "down --target zero --yes", "status --exit-code"])
        {
            var run = await sandbox.RunAsync([.. verb.Split(' '), "--assembly", Assembly]);
            run.Exits(ExitCode.Partial);
            Assert.Contains("20260122090000 FillOrderTotals", run.ToString(), StringComparison.Ordinal);
            Assert.Contains("dotnet migrator resolve 20260122090000 --applied", run.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal([20260110120000], await sandbox.VersionsAsync());
    }

    [Fact]
    public async Task Resolve_AsApplied_RecordsItAndLetsTheRestRun()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Assembly)).Exits(ExitCode.Partial);

        var resolve = await sandbox.RunAsync("resolve", "20260122090000", "--applied", "--assembly", Assembly);
        var up = await sandbox.RunAsync("up", "--assembly", Assembly);

        resolve.Exits(ExitCode.Success).Says("20260122090000 is recorded as applied. Nothing of it was run.");
        up.Exits(ExitCode.Success).Says("1 applied");
        Assert.Equal([20260110120000, 20260122090000, 20260130090000], await sandbox.VersionsAsync());
    }

    [Fact]
    public async Task Resolve_AsRolledBack_MakesItPendingAgain()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Assembly)).Exits(ExitCode.Partial);
        await sandbox.Database.ExecuteAsync("DROP TABLE half_done");

        var resolve = await sandbox.RunAsync("resolve", "20260122090000", "--rolled-back", "--assembly", Assembly);
        var status = await sandbox.RunAsync("status", "--exit-code", "--assembly", Assembly);

        resolve.Exits(ExitCode.Success).Says("20260122090000 is recorded as not applied. Nothing of it was run.");
        status.Exits(ExitCode.Pending).Says("Behind by 2.");
    }

    [Fact]
    public async Task Up_AgainAfterTheCauseIsMended_GoesOnAtTheStatementWhereItStopped()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Assembly)).Exits(ExitCode.Partial);
        var mended = Samples.Assembly(Samples.Customers, Samples.HalfDone.Replace("1 / 0", "1", StringComparison.Ordinal),
            Samples.Last);

        var run = await sandbox.RunAsync("up", "--assembly", mended);

        run.Exits(ExitCode.Success).Says("2 applied");
        Assert.Equal([20260110120000, 20260122090000, 20260130090000], await sandbox.VersionsAsync());
    }

    [Fact]
    public async Task Up_KilledMidway_GoesOnWhereItStopped()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        static string Backfill(int seconds) => Samples.Assembly(CompiledMigrations.Sql(20260123090000, "Backfill",
            ["CREATE TABLE begun (id int)", $"SELECT pg_sleep({seconds})"], attribute: "TransactionBehavior.None"));
        await using var killed = sandbox.Tool("up", "--assembly", Backfill(600)).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep(600)%");

        killed.Send(Signal.Kill);
        Assert.Equal(128 + 9, (await killed.EndAsync()).ExitCode);
        var run = await sandbox.RunAsync("up", "--assembly", Backfill(0));

        run.Exits(ExitCode.Success).Says("1 applied");
        Assert.Equal([20260123090000], await sandbox.VersionsAsync());
    }

    [Fact]
    public async Task Up_KilledInAStatementThatCannotBeJudged_StopsAndPrintsTheRecovery()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(CompiledMigrations.Sql(20260123090000, "Backfill",
            ["CREATE TABLE begun (id int)", "DO $$ BEGIN PERFORM pg_sleep(600); END $$"], attribute: "TransactionBehavior.None"));
        await using var killed = sandbox.Tool("up", "--assembly", assembly).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep(600)%");

        killed.Send(Signal.Kill);
        Assert.Equal(128 + 9, (await killed.EndAsync()).ExitCode);
        var run = await sandbox.RunAsync("up", "--assembly", assembly);

        run.Exits(ExitCode.Partial)
            .Complains("statement 2 was begun by an earlier run, and nothing tells whether it did its work",
            "dotnet migrator resolve 20260123090000 --applied (or --rolled-back)", "exit 7");
    }
}
