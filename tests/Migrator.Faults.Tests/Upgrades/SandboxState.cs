using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Upgrades;

/// <summary>What can be asked about a sandbox's database and the tool's session on it.</summary>
internal static class SandboxState
{
    private const string Ours = "FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'migrator %'";

    // docs/safety.md: the server notices within a second that its client is gone.
    private static readonly TimeSpan MostGone = TimeSpan.FromSeconds(2);

    /// <summary>The applied versions; none if there is no version table.</summary>
    public static async Task<List<long>> AppliedAsync(this Sandbox sandbox) =>
        await sandbox.Database.ExistsAsync("public.\"VersionInfo\"") ? await sandbox.VersionsAsync() : [];

    /// <summary>Waits until the server has done all that the tool's session has said so far.</summary>
    public static Task UntilServerListensAsync(this Sandbox sandbox) =>
        sandbox.Database.UntilAsync($"SELECT count(*) > 0 AND bool_and(wait_event IS NOT DISTINCT FROM 'ClientRead') {Ours}",
            TestContext.Current.CancellationToken);

    /// <summary>Fails unless no session of the tool is left, at once or within two seconds.</summary>
    /// <returns>How long they were still seen.</returns>
    public static Task<TimeSpan> SessionsAreGoneAsync(this Sandbox sandbox) =>
        WaitFor.TrueAsync("the server's side of the killed tool is gone", MostGone,
            () => sandbox.Database.ScalarAsync<bool>($"SELECT NOT EXISTS (SELECT {Ours})"));
}
