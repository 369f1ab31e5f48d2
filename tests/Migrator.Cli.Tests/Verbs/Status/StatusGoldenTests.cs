using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Goldens;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Status;

/// <summary>The status as text and as JSON, in each state that a database can be in: at a glance, and short however many there
/// are.</summary>
public sealed class StatusGoldenTests(TestServer server)
{
    private static readonly string All = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index, Samples.Breaking);

    [Fact]
    public Task VirginDatabase_IsBehindWithCurrentNull() => VerifyAsync("status-virgin", All);

    [Fact]
    public Task SomeApplied_IsBehind() => VerifyAsync("status-behind", All, Samples.Two);

    [Fact]
    public Task AllApplied_IsUpToDate() => VerifyAsync("status-up-to-date", Samples.Two, Samples.Two);

    [Fact]
    public Task UnknownApplied_IsAhead() => VerifyAsync("status-ahead", Samples.Assembly(Samples.Customers), Samples.Two);

    [Fact]
    public Task UnknownAndPending_IsDiverged() =>
        VerifyAsync("status-diverged", Samples.Assembly(Samples.Customers, Samples.Last), Samples.Two);

    [Fact]
    public Task BreakingUnknown_IsTooNew() => VerifyAsync("status-too-new", Samples.Two, All);

    [Fact]
    public Task PendingBelowTheNewest_IsOutOfOrder() =>
        VerifyAsync("status-out-of-order", Samples.Two, Samples.Assembly(Samples.Orders));

    [Fact]
    public Task Unfinished_IsDirty() =>
        VerifyAsync("status-dirty", Samples.Assembly(Samples.Customers, Samples.HalfDone),
            Samples.Assembly(Samples.Customers, Samples.HalfDone));

    // What plain FluentMigrator has left: no journal, times without a zone.
    [Fact]
    public async Task AdoptedDatabase_HasNoDurations()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await AdoptAsync(sandbox,
            "VALUES (20260110120000, '2026-01-10 12:34:56'::timestamp, 'CreateCustomers'), (20260114093000, NULL, NULL)");

        Golden.Matches("status-adopted.json", sandbox.Normalize(await StatusAsync(sandbox, Samples.Two, "json")));
    }

    [Fact]
    public async Task TwoThousandPending_StaysShort()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        Golden.Matches("status-2000-pending.txt", sandbox.Normalize(await StatusAsync(sandbox, Samples.Many(2000), "text")));
    }

    [Fact]
    public async Task TwoThousandApplied_StaysShort()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await AdoptAsync(sandbox, "SELECT 20240101000000 + n, NULL::timestamp, 'Step' || n FROM generate_series(1, 2000) n");

        Golden.Matches("status-2000-applied.txt", sandbox.Normalize(await StatusAsync(sandbox, Samples.Many(2000), "text")));
    }

    private async Task VerifyAsync(string golden, string assembly, string? applied = null)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        if (applied is not null)
            await sandbox.RunAsync("up", "--allow-breaking", "--assembly", applied);

        Golden.Matches(golden + ".txt", sandbox.Normalize(await StatusAsync(sandbox, assembly, "text")));
        Golden.Matches(golden + ".json", sandbox.Normalize(await StatusAsync(sandbox, assembly, "json")));
    }

    private static async Task<string> StatusAsync(Sandbox sandbox, string assembly, string output)
    {
        var run = await sandbox.RunAsync("status", "--output", output, "--assembly", assembly);
        run.Exits(ExitCode.Success);
        if (output == "json")
            Assert.Equal(1, run.Json.GetProperty("format").GetInt32());
        else
            Assert.Empty(run.Error);
        return run.Out;
    }

    private static Task AdoptAsync(Sandbox sandbox, string rows) => sandbox.Database.ExecuteAsync($"""
        SET ROLE {sandbox.Database.Name}_owner;
        CREATE TABLE "VersionInfo" ("Version" bigint NOT NULL, "AppliedOn" timestamp, "Description" varchar(1024));
        INSERT INTO "VersionInfo" {rows}
        """);
}
