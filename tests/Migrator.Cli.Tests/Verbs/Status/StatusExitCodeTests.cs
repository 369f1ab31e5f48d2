using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Status;

/// <summary>Exit codes 0, 3, 7 and 9 of <c>status --exit-code</c>, and 9 of the other verbs.</summary>
public sealed class StatusExitCodeTests(TestServer server)
{
    private static readonly string Newer = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Breaking);

    [Fact]
    public async Task ExitCode_Behind_Is3AndUpToDate_Is0()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var virgin = await sandbox.RunAsync("status", "--exit-code", "--assembly", Samples.Two);
        (await sandbox.RunAsync("up", "--target", "+1", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        var behind = await sandbox.RunAsync("status", "--exit-code", "--assembly", Samples.Two);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        var done = await sandbox.RunAsync("status", "--exit-code", "--assembly", Samples.Two);

        virgin.Exits(ExitCode.Pending).Says("Behind by 2.", "never migrated");
        behind.Exits(ExitCode.Pending).Says("Behind by 1.", "20260114093000  CreateOrders");
        done.Exits(ExitCode.Success).Says("Up to date at 20260114093000.");
    }

    [Fact]
    public async Task ExitCode_Ahead_Is0()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        var older = Samples.Assembly(Samples.Customers);

        var status = await sandbox.RunAsync("status", "--exit-code", "--assembly", older);
        var up = await sandbox.RunAsync("up", "--assembly", older);

        status.Exits(ExitCode.Success).Says("Ahead", "20260114093000");
        up.Exits(ExitCode.Success).Says("note: the database has 1 version that this build does not know");
    }

    [Fact]
    public async Task ExitCode_Diverged_Is9_AndUpRefuses()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        var other = Samples.Assembly(Samples.Customers, Samples.Last);

        var status = await sandbox.RunAsync("status", "--exit-code", "--assembly", other);
        var up = await sandbox.RunAsync("up", "--assembly", other);
        var down = await sandbox.RunAsync("down", "--target", "zero", "--yes", "--assembly", other);

        status.Exits(ExitCode.Diverged).Says("Diverged");
        up.Exits(ExitCode.Diverged).Complains("The histories diverged", "20260114093000", "20260130090000", "exit 9");
        down.Exits(ExitCode.Diverged).Complains("cannot revert: 20260114093000", "exit 9");
        Assert.Equal(2, (await sandbox.VersionsAsync()).Count);
    }

    [Fact]
    public async Task ExitCode_TooNew_Is9_AndUpRefuses()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--allow-breaking", "--assembly", Newer)).Exits(ExitCode.Success);

        var status = await sandbox.RunAsync("status", "--exit-code", "--assembly", Samples.Two);
        var up = await sandbox.RunAsync("up", "--assembly", Samples.Two);

        status.Exits(ExitCode.Diverged).Says("Too new: the breaking migration 20260120100000 is applied");
        up.Exits(ExitCode.Diverged).Complains("breaking migration 20260120100000, which this build does not know", "exit 9");
    }

    [Fact]
    public async Task Status_WithoutExitCode_Is0WhateverTheVerdict()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--allow-breaking", "--assembly", Newer)).Exits(ExitCode.Success);

        var run = await sandbox.RunAsync("status", "--assembly", Samples.Two);

        run.Exits(ExitCode.Success).Says("Too new");
    }

    [Fact]
    public async Task Status_NeedsSelectOnly()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        var reader = await sandbox.Database.CreateRoleAsync("reader");
        await sandbox.Database.ExecuteAsync($"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {sandbox.Database.Name}_reader");

        var run = await sandbox.Bare("status", "--exit-code", "--assembly", Samples.Two, "--connection", reader).RunAsync();

        run.Exits(ExitCode.Success).Says("Up to date");
    }
}
