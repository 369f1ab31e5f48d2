using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Goldens;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary><c>up --dry-run</c> and <c>down --dry-run</c>: plan and SQL, nothing written, nothing locked, and the refusals of the
/// run itself.</summary>
public sealed class DryRunTests(TestServer server)
{
    private const string Secretive = """
        [Migration(20260116000000)]
        public class MoveOrders : Migration
        {
            public override void Up()
            {
                Create.Table("moved").WithColumn("id").AsInt64();
                Execute.WithConnection((connection, transaction) => { });
                Execute.Sql("SELECT 'never shown'");
            }

            public override void Down() { if (Schema.Table("moved").Exists()) Delete.Table("moved"); }
        }

        """;

    private static readonly string All = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index, Secretive,
        Samples.Breaking,
        "[Maintenance(MigrationStage.AfterAll)] public class Analyze : ForwardOnlyMigration { public override void Up() => "
        + "Execute.Sql(\"ANALYZE -- all\"); }\n");

    [Fact]
    public async Task Up_OnAVirginDatabase_ShowsAllOfIt_AndWritesNothing()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        await VerifyAsync(sandbox, "up-dry-run", "up", "--dry-run", "--allow-breaking", "--schema", "public", "--assembly", All);

        Assert.Equal(0,
            await sandbox.Database.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relnamespace = "
            + "'public'::regnamespace"));
    }

    [Fact]
    public async Task Down_ShowsAllOfIt_AsksNobody_AndWritesNothing()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--allow-breaking", "--assembly", All)).Exits(ExitCode.Success);
        var before = await sandbox.Database.CatalogAsync();

        await VerifyAsync(sandbox, "down-dry-run", "down", "--dry-run", "--target", "20260114093000", "--assembly", All);
        await VerifyAsync(sandbox, "up-dry-run-nothing-to-do", "up", "--dry-run", "--target", "20260120100000", "--assembly",
            Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index, Secretive, Samples.Breaking));

        Assert.Equal(before, await sandbox.Database.CatalogAsync());
        Assert.Equal(5, (await sandbox.VersionsAsync()).Count);
    }

    // All stdout of a dry run is SQL: what it shows does what up does, but for the records.
    [Fact]
    public async Task Up_WhatItShows_CanBeRunByPsql()
    {
        await using var up = await Sandbox.CreateAsync(server);
        await using var psql = await Sandbox.CreateAsync(server);
        string[] with = ["--allow-breaking", "--assembly",
            Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index, Samples.Breaking)];
        (await up.RunAsync(["up", .. with])).Exits(ExitCode.Success);

        var shown = (await psql.RunAsync(["up", "--dry-run", .. with])).Exits(ExitCode.Success);
        var run = await PostgresClient.PsqlAsync(psql.Connection, shown.Out);

        Assert.Empty(shown.Error);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(await up.Database.CatalogAsync(), await psql.Database.CatalogAsync());
    }

    [Fact]
    public async Task Up_WithASchema_ShowsWhereUnqualifiedNamesAre()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.RunAsync("up", "--dry-run", "--schema", "sales", "--assembly", Samples.Two);
        var psql = await PostgresClient.PsqlAsync(sandbox.Connection, run.Exits(ExitCode.Success).Out);

        run.Says("SET search_path = \"sales\", public;", "CREATE SCHEMA \"sales\";");
        Assert.True(psql.ExitCode == 0, psql.ToString());
        Assert.True(await sandbox.Database.ExistsAsync("sales.orders"));
    }

    [Fact]
    public async Task DryRun_ByARoleThatMayOnlySelect_WhileARunIsAtWork_SaysSo_AndWaitsForNobody()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        var reader = await sandbox.Database.CreateRoleAsync("reader");
        await sandbox.Database.ExecuteAsync(
            $"""GRANT SELECT ON "VersionInfo", "VersionInfoJournal" TO {sandbox.Database.Name}_reader""");
        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Endless);
        await using var holder = sandbox.Tool("up", "--assembly", assembly).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep%");

        var up = await sandbox.Bare("up", "--dry-run", "--assembly", assembly).With("MIGRATOR_CONNECTION", reader).RunAsync();
        var down = await sandbox.Bare("down", "--dry-run", "--target", "zero", "--assembly", assembly)
            .With("MIGRATOR_CONNECTION", reader).RunAsync();
        var json = await sandbox.Bare("up", "--dry-run", "--output", "json", "--assembly", assembly)
            .With("MIGRATOR_CONNECTION", reader).RunAsync();

        up.Exits(ExitCode.Success)
            .Says("A run is at work now, and may change this plan: run ", "CREATE TABLE begun",
                "1 would be applied, from 20260114093000 to 20260123090000.");
        down.Exits(ExitCode.Success).Says("DROP TABLE orders;", "2 would be reverted, from 20260114093000 to zero.");
        json.Exits(ExitCode.Success);
        Assert.Contains("run ", json.Json.GetProperty("running").GetString(), StringComparison.Ordinal);
        holder.Send(Signal.Interrupt);
        await holder.EndAsync();
    }

    [Fact]
    public async Task DryRun_OfWhatTheRunWouldRefuse_IsRefusedAsTheRun()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Irreversible, Samples.Breaking, Samples.Last);
        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(Samples.Orders))).Exits(ExitCode.Success);

        (await sandbox.RunAsync("up", "--dry-run", "--assembly", assembly)).Exits(ExitCode.Refused)
            .Complains("--out-of-order allow", "exit 5");
        (await sandbox.RunAsync("up", "--dry-run", "--out-of-order", "allow", "--assembly", assembly)).Exits(ExitCode.Refused)
            .Complains("--allow-breaking", "exit 5");
        (await sandbox.RunAsync("up", "--dry-run", "--target", "nothing", "--assembly", assembly)).Exits(ExitCode.Usage);
        (await sandbox.RunAsync("up", "--out-of-order", "allow", "--allow-breaking", "--assembly", assembly))
            .Exits(ExitCode.Success);
        var irreversible = await sandbox.RunAsync("down", "--dry-run", "--target", "zero", "--output", "json", "--assembly",
            assembly);
        (await sandbox.RunAsync("up", "--dry-run", "--assembly", Samples.Assembly(Samples.Customers, Samples.HalfDone)))
            .Exits(ExitCode.Diverged);

        irreversible.Exits(ExitCode.Refused);
        Assert.Equal((true, "Refused", "Irreversible"),
            (irreversible.Json.GetProperty("dryRun").GetBoolean(), irreversible.Json.GetProperty("outcome").GetString(),
            irreversible.Json.GetProperty("error").GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task DryRun_WithAStaleManifest_IsRefused_OrNoted()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.Bare("manifest", "--manifest", "m.json", "--assembly", Samples.Assembly(Samples.Customers)).RunAsync())
            .Exits(ExitCode.Success);

        var refused = await sandbox.RunAsync("up", "--dry-run", "--manifest", "m.json", "--assembly", Samples.Two);
        var noted = await sandbox.RunAsync("up", "--dry-run", "--manifest", "m.json", "--stale-manifest", "allow", "--assembly",
            Samples.Two);

        refused.Exits(ExitCode.Diverged).Complains("The manifest is stale", "exit 9");
        noted.Exits(ExitCode.Success)
            .Says("-- The manifest is stale: 20260114093000 CreateOrders is not in it", "2 would be applied");
    }

    [Fact]
    public async Task DryRun_OfAnUnfinishedMigration_ShowsWhatIsLeftOfIt_AndWhetherItCanGoOn()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(Samples.HalfDone))).Exits(ExitCode.Partial);

        var goesOn = await sandbox.RunAsync("up", "--dry-run", "--assembly", Samples.Assembly(Samples.HalfDone));
        var changed = await sandbox.RunAsync("up", "--dry-run", "--assembly",
            Samples.Assembly(Samples.HalfDone.Replace("half_done (id int)", "half_done (id bigint)", StringComparison.Ordinal)));

        goesOn.Exits(ExitCode.Success).Says("began it and did not finish; statement 1 is done.", "SELECT 1 / 0;");
        Assert.DoesNotContain("half_done", goesOn.Out, StringComparison.Ordinal);
        changed.Exits(ExitCode.Success).Says("The run would stop at it: It cannot be resumed");
    }

    [Fact]
    public async Task DryRun_UnreachableServer_Is8()
    {
        using var port = new LatePort();

        var run = await new ToolStart("up", "--dry-run", "--connect-wait", "0", "--connection",
            $"Host=127.0.0.1;Port={port.Number};Database=shop;Username=me", "--assembly", Samples.Two).RunAsync();

        run.Exits(ExitCode.Unreachable).Complains("exit 8");
    }

    private static async Task VerifyAsync(Sandbox sandbox, string golden, params string[] arguments)
    {
        var text = (await sandbox.RunAsync(arguments)).Exits(ExitCode.Success);
        var json = (await sandbox.RunAsync([.. arguments, "--output", "json"])).Exits(ExitCode.Success);
        Golden.Matches(golden + ".txt", sandbox.Normalize(text.Out + text.Error));
        Golden.Matches(golden + ".json", sandbox.Normalize(json.Out));
    }
}
