using Migrator.Cli.Tests.Goldens;
using Migrator.Cli.Tests.Running;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Json;

/// <summary>The document of <c>status --output json</c>, in each state that a database can be in.</summary>
public sealed class StatusJsonTests(TestServer server)
{
    private static readonly string All = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index, Samples.Breaking);

    [Fact]
    public async Task VirginDatabase_IsBehindWithCurrentNull() => await VerifyAsync("status-virgin.json", All);

    [Fact]
    public async Task SomeApplied_IsBehind() => await VerifyAsync("status-behind.json", All, Samples.Two);

    [Fact]
    public async Task AllApplied_IsUpToDate() => await VerifyAsync("status-up-to-date.json", All, All);

    [Fact]
    public async Task UnknownApplied_IsAhead() => await VerifyAsync("status-ahead.json", Samples.Assembly(Samples.Customers), Samples.Two);

    [Fact]
    public async Task UnknownAndPending_IsDiverged() =>
        await VerifyAsync("status-diverged.json", Samples.Assembly(Samples.Customers, Samples.Last), Samples.Two);

    [Fact]
    public async Task BreakingUnknown_IsTooNew() => await VerifyAsync("status-too-new.json", Samples.Two, All);

    [Fact]
    public async Task PendingBelowTheNewest_IsOutOfOrder() => await VerifyAsync("status-out-of-order.json", Samples.Two, Samples.Assembly(Samples.Orders));

    [Fact]
    public async Task Unfinished_IsDirty()
    {
        var assembly = Samples.Assembly(Samples.Customers, Samples.HalfDone);
        await VerifyAsync("status-dirty.json", assembly, assembly);
    }

    // What plain FluentMigrator has left: no journal, times without a zone.
    [Fact]
    public async Task AdoptedDatabase_HasNoDurations()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await sandbox.Database.ExecuteAsync($"""
            SET ROLE {sandbox.Database.Name}_owner;
            CREATE TABLE "VersionInfo" ("Version" bigint NOT NULL, "AppliedOn" timestamp, "Description" varchar(1024));
            CREATE UNIQUE INDEX "UC_Version" ON "VersionInfo" ("Version");
            INSERT INTO "VersionInfo" VALUES (20260110120000, '2026-01-10 12:34:56', 'CreateCustomers'), (20260114093000, NULL, NULL);
            """);

        Golden.Matches("status-adopted.json", sandbox.Normalize(await StatusAsync(sandbox, Samples.Two)));
    }

    private async Task VerifyAsync(string golden, string assembly, string? applied = null)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        if (applied is not null)
            await sandbox.RunAsync("up", "--allow-breaking", "--assembly", applied);

        Golden.Matches(golden, sandbox.Normalize(await StatusAsync(sandbox, assembly)));
    }

    private static async Task<string> StatusAsync(Sandbox sandbox, string assembly)
    {
        var run = await sandbox.RunAsync("status", "--output", "json", "--assembly", assembly);
        run.Exits(ExitCode.Success);
        Assert.Equal(1, run.Json.GetProperty("format").GetInt32());
        return run.Out;
    }
}
