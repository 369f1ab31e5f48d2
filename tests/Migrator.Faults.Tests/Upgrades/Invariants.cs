using Migrator.Testing.Tool;

namespace Migrator.Faults.Tests.Upgrades;

/// <summary>The things that hold after every fault. That no output holds a secret is checked with every run, by ToolProcess.</summary>
internal static class Invariants
{
    private const string Journal = "\"VersionInfoJournal\"";

    /// <summary>
    /// Checks that each migration of an upgrade is there wholly or not at all; that a plain rerun then ends as an undisturbed run; and
    /// that nothing was applied twice.
    /// </summary>
    public static async Task HoldAsync(Upgrade upgrade, Sandbox sandbox)
    {
        await IsWholeAsync(upgrade, sandbox);
        await RerunAsync(upgrade, sandbox);

        var versions = await upgrade.VersionsAsync();
        Assert.Equal(versions, await sandbox.AppliedAsync());
        Assert.Equal(await upgrade.SnapshotAfterAsync(versions.Count), await Upgrade.SnapshotAsync(sandbox));
        Assert.Empty(await sandbox.Database.ColumnAsync<long>(
            $"SELECT version FROM {Journal} WHERE state = 'done' AND direction = 'up' GROUP BY version HAVING count(*) > 1"));
        await sandbox.SessionsAreGoneAsync();
    }

    /// <summary>
    /// Checks that the database is as an undisturbed run leaves it after the versions that it says are applied. One that runs outside
    /// a transaction and did not end must be known as unfinished.
    /// </summary>
    public static async Task IsWholeAsync(Upgrade upgrade, Sandbox sandbox)
    {
        var versions = await upgrade.VersionsAsync();
        var applied = await sandbox.AppliedAsync();
        Assert.Equal(versions.Take(applied.Count), applied);
        if (await UnfinishedAsync(sandbox) is { } unfinished)
        {
            Assert.Equal(versions[applied.Count], unfinished);
            (await sandbox.RunAsync(["status", "--exit-code", .. upgrade.Command[^2..]])).Exits(ExitCode.Partial, ExitCode.Pending).Says($"{unfinished}");
        }
        else
            Assert.Equal(await upgrade.SnapshotAfterAsync(applied.Count), await Upgrade.SnapshotAsync(sandbox));
    }

    // Or it says exactly what a person must do, and that is done.
    private static async Task RerunAsync(Upgrade upgrade, Sandbox sandbox)
    {
        var run = await upgrade.RunAsync(sandbox);
        if (run.ExitCode == (int)ExitCode.Partial)
        {
            var applied = (await sandbox.AppliedAsync()).Count;
            var unfinished = Assert.NotNull(await UnfinishedAsync(sandbox));
            run.Complains($"dotnet migrator resolve {unfinished} --applied", "--rolled-back");
            var now = await Upgrade.SnapshotAsync(sandbox);
            var isApplied = now != await upgrade.SnapshotAfterAsync(applied);
            if (isApplied)
                Assert.Equal(await upgrade.SnapshotAfterAsync(applied + 1), now);
            (await sandbox.RunAsync(["resolve", $"{unfinished}", isApplied ? "--applied" : "--rolled-back", .. upgrade.Command[^2..]])).Exits(ExitCode.Success);
            run = await upgrade.RunAsync(sandbox);
        }

        run.Exits(ExitCode.Success);
    }

    private static async Task<long?> UnfinishedAsync(Sandbox sandbox)
    {
        if (!await sandbox.Database.ExistsAsync($"public.{Journal}"))
            return null;

        var unfinished = await sandbox.Database.ColumnAsync<long>(
            $"SELECT version FROM (SELECT DISTINCT ON (version) version, state FROM {Journal} ORDER BY version, id DESC) last WHERE state IN ('begun', 'partial')");
        return unfinished.Count == 0 ? null : Assert.Single(unfinished);
    }
}
