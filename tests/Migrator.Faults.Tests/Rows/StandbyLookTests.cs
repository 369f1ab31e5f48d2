using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Servers;
using Migrator.SchemaCheck;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Faults.Tests.Rows;

/// <summary>Who only looks at a standby is told that it is one: what is missing there may be applied already, or being
/// applied.</summary>
public sealed class StandbyLookTests
{
    [Fact]
    public async Task StatusWaitAndCheck_SayThatItIsAStandby_AndHowFarItIs()
    {
        await using var primary = await PrivateServer.StartNewAsync();
        await using var sandbox = await Sandbox.CreateAsync(primary);
        (await sandbox.RunAsync("up", "--target", "20260110120000", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        await using var standby = await primary.StartStandbyAsync();
        await standby.UntilItHasAsync(sandbox.Database.Name);
        var connection = new NpgsqlConnectionStringBuilder(sandbox.Connection)
        { Port = standby.Port, Pooling = false }.ConnectionString;
        // A standby that has stopped replaying is behind, while the primary has all.
        await standby.ExecuteAsync("SELECT pg_wal_replay_pause()");
        await standby.ExecuteAsync("DO $$ BEGIN WHILE pg_get_wal_replay_pause_state() <> 'paused' LOOP PERFORM pg_sleep(0.01); "
            + "END LOOP; END $$");
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        string[] to = ["--assembly", Samples.Two, "--connection", connection];

        var status = await sandbox.Bare(["status", .. to]).RunAsync();
        var json = await sandbox.Bare(["status", "--output", "json", .. to]).RunAsync();
        var waited = await sandbox.Bare(["wait", "--timeout", "0", .. to]).RunAsync();
        var check = await new SchemaWatcher(async token =>
        {
            var opened = new NpgsqlConnection(connection);
            await opened.OpenAsync(token);
            return opened;
        }, SchemaRequirement.Of("shop", new([new(1, "One", true, false), new(20260114093000, "CreateOrders", true, false)])),
            VersionTable.Default).LookAsync(TestContext.Current.CancellationToken);

        status.Exits(ExitCode.Success)
            .Says("This server is a standby, which has not replayed ", "a deploy cannot be seen from here",
            "Behind by 1. Next, on the primary: dotnet migrator up");
        Assert.True(json.Json.GetProperty("standby").GetBoolean());
        waited.Exits(ExitCode.Pending).Complains("the server is a standby", "a deploy cannot be seen from there");
        Assert.DoesNotContain("no deploy is running", waited.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(SchemaVerdict.Diverged, check.Verdict);
        Assert.False(check.Difference!.DeployIsKnown);
        Assert.True(check.Difference.Standby!.NotReplayed > 0);
        Assert.Contains("It was asked of a standby, which has not replayed", check.DeploySentence, StringComparison.Ordinal);
    }
}
