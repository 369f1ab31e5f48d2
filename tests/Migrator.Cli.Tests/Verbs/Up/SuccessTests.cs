using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>Exit code 0: done, or nothing to do.</summary>
public sealed class SuccessTests(TestServer server)
{
    [Fact]
    public async Task Up_OnFreshDatabase_AppliesEverythingAndSaysWhere()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.RunAsync("up", "--target", "latest", "--assembly", Samples.Two);

        run.Exits(ExitCode.Success).Says("up -> latest", sandbox.Database.Name, "CreateCustomers", "CreateOrders", "2 applied in",
            "The schema is at 20260114093000.");
        Assert.Empty(run.Error);
        Assert.Equal([20260110120000, 20260114093000], await sandbox.VersionsAsync());
    }

    [Fact]
    public async Task Up_WithNothingPending_SaysUpToDate()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);

        var run = await sandbox.RunAsync("up", "--assembly", Samples.Two);

        run.Exits(ExitCode.Success).Says("Up to date at 20260114093000 (2 migrations).");
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Down_Confirmed_Reverts()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);

        var run = await sandbox.RunAsync("down", "--target", "-1", "--yes", "--assembly", Samples.Two);

        run.Exits(ExitCode.Success).Says("1 reverted in", "The schema is at 20260110120000.");
        Assert.False(await sandbox.Database.ExistsAsync("orders"));
        Assert.True(await sandbox.Database.ExistsAsync("customers"));
    }

    [Fact]
    public async Task Status_WhateverItFinds_IsNoFailure()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.RunAsync("status", "--assembly", Samples.Two);

        run.Exits(ExitCode.Success).Says("Behind by 2. Next: dotnet migrator up --target latest");
        Assert.False(await sandbox.Database.ExistsAsync("\"VersionInfo\""));
    }

    [Fact]
    public async Task Version_IsOneLine()
    {
        var run = await new ToolStart("--version").RunAsync();

        run.Exits(ExitCode.Success);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", run.Out);
        Assert.Empty(run.Error);
    }
}
