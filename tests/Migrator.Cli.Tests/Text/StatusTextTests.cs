using Migrator.Cli.Tests.Goldens;
using Migrator.Cli.Tests.Running;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Text;

/// <summary>The text status, as golden files: at a glance, and short however many migrations there are.</summary>
public sealed class StatusTextTests(TestServer server)
{
    private static readonly string All = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index, Samples.Breaking);

    [Fact]
    public async Task Virgin() => await VerifyAsync("status-virgin.txt", All);

    [Fact]
    public async Task Few() => await VerifyAsync("status-few.txt", All, Samples.Two);

    [Fact]
    public async Task UpToDate() => await VerifyAsync("status-up-to-date.txt", Samples.Two, Samples.Two);

    [Fact]
    public async Task Ahead() => await VerifyAsync("status-ahead.txt", Samples.Assembly(Samples.Customers), Samples.Two);

    [Fact]
    public async Task Diverged() => await VerifyAsync("status-diverged.txt", Samples.Assembly(Samples.Customers, Samples.Last), Samples.Two);

    [Fact]
    public async Task TooNew() => await VerifyAsync("status-too-new.txt", Samples.Two, All);

    [Fact]
    public async Task OutOfOrder() => await VerifyAsync("status-out-of-order.txt", Samples.Two, Samples.Assembly(Samples.Orders));

    [Fact]
    public async Task Unfinished()
    {
        var assembly = Samples.Assembly(Samples.Customers, Samples.HalfDone);
        await VerifyAsync("status-unfinished.txt", assembly, assembly);
    }

    [Fact]
    public async Task TwoThousandPending() => await VerifyAsync("status-2000-pending.txt", Samples.Many(2000));

    [Fact]
    public async Task TwoThousandApplied()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await sandbox.Database.ExecuteAsync($"""
            SET ROLE {sandbox.Database.Name}_owner;
            CREATE TABLE "VersionInfo" ("Version" bigint NOT NULL, "AppliedOn" timestamp, "Description" varchar(1024));
            INSERT INTO "VersionInfo" SELECT 20240101000000 + n, NULL, 'Step' || n FROM generate_series(1, 2000) n
            """);

        var run = await sandbox.RunAsync("status", "--assembly", Samples.Many(2000));

        Golden.Matches("status-2000-applied.txt", sandbox.Normalize(run.Exits(ExitCode.Success).Out));
    }

    private async Task VerifyAsync(string golden, string assembly, string? applied = null)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        if (applied is not null)
            await sandbox.RunAsync("up", "--allow-breaking", "--assembly", applied);

        var run = await sandbox.RunAsync("status", "--assembly", assembly);

        run.Exits(ExitCode.Success);
        Assert.Empty(run.Error);
        Golden.Matches(golden, sandbox.Normalize(run.Out));
    }
}
