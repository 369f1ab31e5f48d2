using Migrator.Cli.Tests.Running;
using Migrator.Testing;

namespace Migrator.Cli.Tests.ExitCodes;

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
                "dotnet migrator resolve 20260122090000 --applied (or --rolled-back)", "exit 7");
        Assert.True(await sandbox.Database.ExistsAsync("half_done"));
        Assert.Equal([20260110120000], await sandbox.VersionsAsync());
    }

    [Fact]
    public async Task EveryVerb_OnAnUnfinishedDatabase_SaysSo()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Assembly)).Exits(ExitCode.Partial);

        foreach (var verb in (string[])["up", "down --target zero --yes", "status --exit-code"])
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
    public async Task Up_KilledMidway_IsFoundUnfinishedByTheNextRun()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(CompiledMigrations.Sql(20260123090000, "Backfill",
            ["CREATE TABLE begun (id int)", "SELECT pg_sleep(600)"], attribute: "TransactionBehavior.None"));
        await using var killed = sandbox.Tool("up", "--assembly", assembly).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep(600)%");

        killed.Send(Signal.Kill);
        Assert.Equal(128 + 9, (await killed.EndAsync()).ExitCode);
        var run = await sandbox.RunAsync("up", "--assembly", assembly);

        run.Exits(ExitCode.Partial).Complains("20260123090000 Backfill runs outside a transaction and stopped in the middle of being applied, at an unknown statement (it was killed)");
    }
}
