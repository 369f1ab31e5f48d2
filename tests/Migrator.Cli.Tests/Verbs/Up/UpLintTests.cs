using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Verbs.Lint;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary><c>up --lint</c>: what is about to be applied is looked at, under the lock, before anything is touched.</summary>
public sealed class UpLintTests(TestServer server)
{
    private static readonly string Unsafe = Samples.Assembly(Samples.Orders, LintedSamples.Blocking);

    [Fact]
    public async Task Refuse_WithAFinding_Is5_AndNothingIsTouched()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var text = await sandbox.RunAsync("up", "--lint", "refuse", "--assembly", Unsafe);
        var json = await sandbox.RunAsync("up", "--lint", "refuse", "--output", "json", "--assembly", Unsafe);

        text.Exits(ExitCode.Refused)
            .Complains("lint finds 1 thing in the migrations to apply",
                "20260115080000 IndexOrdersByState (statement 1): error index-not-concurrent:",
            "[LintWaiver(\"rule\", \"why\")]", "--lint warn", "exit 5");
        json.Exits(ExitCode.Refused);
        Assert.Equal("Lint", json.Json.GetProperty("error").GetProperty("kind").GetString());
        Assert.Equal("index-not-concurrent", json.Json.GetProperty("findings")[0].GetProperty("rule").GetString());
        Assert.False(await sandbox.Database.ExistsAsync("\"VersionInfo\""));
    }

    [Fact]
    public async Task Refuse_LooksAtWhatIsPendingOnly_ButKnowsWhatWasBefore()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Unsafe)).Exits(ExitCode.Success);
        var proven = CompiledMigrations.Sql(20260201000000, "CheckState",
            ["ALTER TABLE orders ADD CONSTRAINT ck CHECK (state IS NOT NULL) NOT VALID"])
            + CompiledMigrations.Sql(20260202000000, "ValidateState", ["ALTER TABLE orders VALIDATE CONSTRAINT ck"]);
        (await sandbox.RunAsync("up", "--lint", "refuse", "--assembly",
            Samples.Assembly(Samples.Orders, LintedSamples.Blocking, proven))).Exits(ExitCode.Success);

        var run = await sandbox.RunAsync("up", "--lint", "refuse", "--assembly",
            Samples.Assembly(Samples.Orders, LintedSamples.Blocking, proven,
                CompiledMigrations.Sql(20260203000000, "RequireState", ["ALTER TABLE orders ALTER state SET NOT NULL"])));

        run.Exits(ExitCode.Success).Says("1 applied");
    }

    [Fact]
    public async Task DryRun_IsRefused_OrTold_LikeTheRun()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        (await sandbox.RunAsync("up", "--dry-run", "--lint", "refuse", "--assembly", Unsafe)).Exits(ExitCode.Refused)
            .Complains("lint finds 1 thing in the migrations to apply", "index-not-concurrent", "exit 5");
        (await sandbox.RunAsync("up", "--dry-run", "--lint", "warn", "--assembly", Unsafe)).Exits(ExitCode.Success)
            .Says("-- 20260115080000 IndexOrdersByState: index-not-concurrent: index ix_orders_state on orders",
                "2 would be applied");
        Assert.False(await sandbox.Database.ExistsAsync("\"VersionInfo\""));
    }

    [Fact]
    public async Task Warn_TellsAndGoesOn()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        (await sandbox.RunAsync("up", "--lint", "warn", "--assembly", Unsafe)).Exits(ExitCode.Success)
            .Says("20260115080000 IndexOrdersByState: index-not-concurrent: index ix_orders_state on orders", "2 applied");
    }

    [Fact]
    public async Task Refuse_OfWhatIsWaived_OrOnlyAWarning_Applies()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        (await sandbox.RunAsync("up", "--lint", "refuse", "--assembly",
            Samples.Assembly(Samples.Orders, LintedSamples.Waived, LintedSamples.Warned))).Exits(ExitCode.Success)
            .Says("20260116080000 DropIndex: drop-index-not-concurrent", "3 applied");
    }

    [Fact]
    public async Task Refuse_WithAWaiverThatMakesNoSense_Is2()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(LintedSamples.Attribute + LintedSamples.Waiver("nothing", "none") + Samples.Orders);

        (await sandbox.RunAsync("up", "--lint", "refuse", "--assembly", assembly)).Exits(ExitCode.Usage)
            .Complains("which is no rule");
        Assert.False(await sandbox.Database.ExistsAsync("\"VersionInfo\""));
    }

    [Fact]
    public async Task Setting_ComesFromVariableAndFile_AndTheFlagWins()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var variable = await sandbox.Tool("up", "--assembly", Unsafe).With("MIGRATOR_LINT", "refuse").RunAsync();
        sandbox.Directory.Write("migrator.json", """{ "lint": { "up": "refuse", "rules": { "json-column": "error" } } }""");
        var file = await sandbox.RunAsync("up", "--assembly", Unsafe);
        sandbox.Directory.Write("migrator.json", """{ "lint": "refuse", "failOn": "warning" }""");
        var brief = await sandbox.RunAsync("up", "--assembly", Unsafe);
        var flag = await sandbox.RunAsync("up", "--lint", "off", "--assembly", Unsafe);

        variable.Exits(ExitCode.Refused);
        file.Exits(ExitCode.Refused);
        brief.Exits(ExitCode.Refused);
        flag.Exits(ExitCode.Success).Says("2 applied");
        (await sandbox.RunAsync("up", "--assembly", Unsafe)).Exits(ExitCode.Success).Says("Up to date");
    }
}
