using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Network;
using Npgsql;

namespace Migrator.Faults.Tests.Upgrades;

/// <summary>What a run that nothing disturbs does, watched at each of its statements.</summary>
/// <param name="Versions">All versions, in the order in which they are applied.</param>
/// <param name="Statements">How many statements it sends. They are the same each time.</param>
/// <param name="Snapshots">The database once so many versions are applied.</param>
internal sealed record UndisturbedRun(IReadOnlyList<long> Versions, int Statements, IReadOnlyDictionary<int, string> Snapshots)
{
    /// <summary>The numbers of its statements, from 1.</summary>
    public IReadOnlyList<int> Boundaries => [.. Enumerable.Range(1, Statements)];

    /// <summary>Lets it run, a statement at a time.</summary>
    public static async Task<UndisturbedRun> WatchAsync(Upgrade upgrade)
    {
        await using var sandbox = await upgrade.StartAsync();
        using var proxy = new FaultProxy(sandbox.Connection);
        var snapshots = new Dictionary<int, string>();
        await using var watching = new NpgsqlConnection(sandbox.Database.ConnectionString);
        await watching.OpenAsync(TestContext.Current.CancellationToken);
        var boundary = proxy.HoldAtStatement(1);
        await using var tool = sandbox.Bare([.. upgrade.Command, "--connection", proxy.Through(sandbox.Connection)]).Start();
        var end = tool.EndAsync();
        while (await Task.WhenAny(boundary.Fired, end) != end)
        {
            // What is committed, and nothing but that, is seen: a snapshot is taken before the next migration begins.
            var applied = await CountAppliedAsync(watching);
            if (!snapshots.ContainsKey(applied))
                snapshots[applied] = await Upgrade.SnapshotAsync(sandbox);

            var held = boundary;
            boundary = proxy.HoldAtStatement(1);
            held.Release();
        }

        (await end).Exits(ExitCode.Success);
        var versions = await sandbox.AppliedAsync();
        snapshots[versions.Count] = await Upgrade.SnapshotAsync(sandbox);
        return new(versions, proxy.Statements.Count, snapshots);
    }

    private static async Task<int> CountAppliedAsync(NpgsqlConnection connection)
    {
        await using var exists = new NpgsqlCommand("SELECT to_regclass('public.\"VersionInfo\"') IS NOT NULL", connection);
        if (await exists.ExecuteScalarAsync(TestContext.Current.CancellationToken) is not true)
            return 0;

        await using var count = new NpgsqlCommand("SELECT count(*)::int FROM public.\"VersionInfo\"", connection);
        return (int)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
