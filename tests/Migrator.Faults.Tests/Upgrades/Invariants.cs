using Migrator.Cli.Terminal;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Upgrades;

/// <summary>The things that hold after every fault. That no output holds a secret is checked with every run, by
/// ToolProcess.</summary>
internal static class Invariants
{
    private const string Journal = "\"VersionInfoJournal\"";

    /// <summary>
    /// Checks that each migration of an upgrade is there wholly or not at all; that a plain rerun then ends as an undisturbed
    /// run; and that nothing was applied twice.
    /// </summary>
    public static async Task HoldAsync(Upgrade upgrade, Sandbox sandbox)
    {
        await IsWholeAsync(upgrade, sandbox);
        await RerunAsync(upgrade, sandbox);

        var undisturbed = await upgrade.UndisturbedAsync();
        Assert.Equal(undisturbed.Versions, await sandbox.AppliedAsync());
        Assert.Equal(undisturbed.Snapshots[undisturbed.Versions.Count], await Upgrade.SnapshotAsync(sandbox));
        Assert.Empty(await sandbox.Database.ColumnAsync<long>(
            $"SELECT version FROM {Journal} WHERE state = 'done' AND direction = 'up' GROUP BY version HAVING count(*) > 1"));
        await sandbox.SessionsAreGoneAsync();
    }

    /// <summary>
    /// Checks that the database is as an undisturbed run leaves it after the versions that it says are applied. One that runs
    /// outside a transaction and did not end must be known as unfinished.
    /// </summary>
    public static async Task IsWholeAsync(Upgrade upgrade, Sandbox sandbox)
    {
        var undisturbed = await upgrade.UndisturbedAsync();
        var applied = await sandbox.AppliedAsync();
        Assert.Equal(undisturbed.Versions.Take(applied.Count), applied);
        if (await UnfinishedAsync(sandbox) is { } unfinished)
        {
            Assert.Equal(undisturbed.Versions[applied.Count], unfinished);
            (await sandbox.RunAsync(["status", "--exit-code", .. upgrade.Command[^2..]]))
                .Exits(ExitCode.Partial, ExitCode.Pending).Says($"{unfinished}");
        }
        else
            Assert.Equal(undisturbed.Snapshots[applied.Count], await Upgrade.SnapshotAsync(sandbox));
    }

    // Or it says exactly what a person must do, and that is done.
    private static async Task RerunAsync(Upgrade upgrade, Sandbox sandbox)
    {
        var run = await upgrade.RunAsync(sandbox);
        if (run.ExitCode == (int)ExitCode.Partial)
        {
            var snapshots = (await upgrade.UndisturbedAsync()).Snapshots;
            var applied = (await sandbox.AppliedAsync()).Count;
            var unfinished = Assert.NotNull(await UnfinishedAsync(sandbox));
            run.Complains($"dotnet migrator resolve {unfinished} --applied", "--rolled-back");
            var now = await Upgrade.SnapshotAsync(sandbox);
            var isApplied = now != snapshots[applied];
            if (isApplied)
                Assert.Equal(snapshots[applied + 1], now);
            (await sandbox.RunAsync(["resolve", $"{unfinished}", isApplied ? "--applied" : "--rolled-back",
                .. upgrade.Command[^2..]])).Exits(ExitCode.Success);
            run = await upgrade.RunAsync(sandbox);
        }

        run.Exits(ExitCode.Success);
    }

    private static async Task<long?> UnfinishedAsync(Sandbox sandbox)
    {
        if (!await sandbox.Database.ExistsAsync($"public.{Journal}"))
            return null;

        var unfinished = await sandbox.Database.ColumnAsync<long>(
            $"SELECT version FROM (SELECT DISTINCT ON (version) version, state FROM {Journal} ORDER BY version, id DESC) last "
            + $"WHERE state IN ('begun', 'partial')");
        return unfinished.Count == 0 ? null : Assert.Single(unfinished);
    }
}
