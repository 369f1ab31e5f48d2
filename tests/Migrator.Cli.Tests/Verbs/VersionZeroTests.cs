using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs;

/// <summary>Zero is a version like any other, in every verb: the baseline of an existing database, say. Less is none.</summary>
public sealed class VersionZeroTests(TestServer server)
{
    private static readonly string Baseline = CompiledMigrations.Sql(0, "Baseline", ["CREATE TABLE before_all (id int)"],
        ["DROP TABLE before_all"]);

    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"], ["DROP TABLE one"]);

    private static readonly string Both = Samples.Assembly(Baseline, One);

    [Fact]
    public async Task Up_Status_AndDown_TreatItAsAnyOther()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        (await sandbox.RunAsync("up", "--target", "0", "--assembly", Both)).Exits(ExitCode.Success)
            .Says("  0  Baseline  ", "1 applied", "The schema is at 0.");
        Assert.Equal([0], await sandbox.VersionsAsync());
        (await sandbox.RunAsync("status", "--assembly", Both, "--exit-code")).Exits(ExitCode.Pending)
            .Says("applied         1", "0  Baseline", "pending         1", "1  One");
        (await sandbox.RunAsync("wait", "--target", "0", "--timeout", "0", "--assembly", Both)).Exits(ExitCode.Success);
        (await sandbox.RunAsync("up", "--dry-run", "--assembly", Both)).Exits(ExitCode.Success).Says("One");
        (await sandbox.RunAsync("up", "--target", "+1", "--assembly", Both)).Exits(ExitCode.Success).Says("1  One");
        (await sandbox.RunAsync("status", "--assembly", Both, "--exit-code")).Exits(ExitCode.Success).Says("Up to date");

        (await sandbox.RunAsync("down", "--target", "0", "--yes", "--assembly", Both)).Exits(ExitCode.Success)
            .Says("1  One", "The schema is at 0.");
        Assert.Equal([0], await sandbox.VersionsAsync());
        (await sandbox.RunAsync("down", "--target", "zero", "--yes", "--assembly", Both)).Exits(ExitCode.Success)
            .Says("0  Baseline", "1 reverted");
        Assert.Empty(await sandbox.VersionsAsync());
        Assert.False(await sandbox.Database.ExistsAsync("before_all"));
    }

    [Fact]
    public async Task Up_InOneGo_CountsItWithTheOthers_InTextAndJson()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = (await sandbox.RunAsync("up", "--output", "json", "--assembly", Both)).Exits(ExitCode.Success);
        var down = await sandbox.RunAsync("down", "--target", "-2", "--yes", "--assembly", Both);

        Assert.Equal([0L, 1], run.Json.GetProperty("steps").EnumerateArray()
            .Select(step => step.GetProperty("version").GetInt64()));
        down.Exits(ExitCode.Success).Says("2 reverted");
    }

    [Fact]
    public async Task Script_HasIt_AndMakesTheSameOfADatabase()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var all = (await new ToolStart("script", "--idempotent", "--assembly", Both).RunAsync()).Exits(ExitCode.Success);
        var above = (await new ToolStart("script", "--from", "0", "--assembly", Both).RunAsync()).Exits(ExitCode.Success);
        var upTo = (await new ToolStart("script", "--to", "0", "--assembly", Both).RunAsync()).Exits(ExitCode.Success);
        var down = (await new ToolStart("script", "--down", "--to", "zero", "--assembly", Both).RunAsync())
            .Exits(ExitCode.Success);

        all.Says("before_all", "CREATE TABLE one");
        above.Says("CREATE TABLE one");
        Assert.DoesNotContain("before_all", above.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("CREATE TABLE one", upTo.Out, StringComparison.Ordinal);
        down.Says("DROP TABLE before_all", "DROP TABLE one");
        (await sandbox.RunAsync("up", "--assembly", Both)).Exits(ExitCode.Success);
    }

    [Fact]
    public async Task Lint_Rehearse_Drift_AndManifest_KnowIt()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var shadow = await Support.Shadows.ShadowAsync(sandbox);

        (await new ToolStart("lint", "--since", "0", "--assembly", Both).RunAsync()).Exits(ExitCode.Success)
            .Says("1 migration looked at");
        (await sandbox.Bare("rehearse", "--shadow", shadow, "--from", "0", "--assembly", Both).RunAsync())
            .Exits(ExitCode.Success).Says("1  One", "1 migration rehearsed");
        (await sandbox.Bare("rehearse", "--shadow", shadow, "--assembly", Both).RunAsync())
            .Exits(ExitCode.Success).Says("0  Baseline", "2 migrations rehearsed");
        (await sandbox.RunAsync("up", "--assembly", Both)).Exits(ExitCode.Success);
        (await sandbox.RunAsync("drift", "--shadow", shadow, "--assembly", Both)).Exits(ExitCode.Success);
        (await sandbox.RunAsync("manifest", "--manifest", "m.json", "--assembly", Both)).Exits(ExitCode.Success)
            .Says("2 migrations");
        (await sandbox.RunAsync("wait", "--timeout", "0", "--manifest", "m.json")).Exits(ExitCode.Success);
    }

    [Fact]
    public async Task Resolve_SettlesIt()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var half = Samples.Assembly(CompiledMigrations.Sql(0, "Half", ["CREATE TABLE half (id int)", "SELECT 1 / 0"],
            attribute: "TransactionBehavior.None"));
        (await sandbox.RunAsync("up", "--assembly", half)).Exits(ExitCode.Partial)
            .Complains("dotnet migrator resolve 0 --applied");

        (await sandbox.RunAsync("resolve", "0", "--applied", "--assembly", half)).Exits(ExitCode.Success);

        Assert.Equal([0], await sandbox.VersionsAsync());
    }

    [Trait("Of", "the .NET tool")]
    [Theory]
    [InlineData("up")]
    [InlineData("down --target zero --yes")]
    [InlineData("status")]
    [InlineData("lint")]
    [InlineData("script")]
    [InlineData("manifest --manifest m.json")]
    public async Task LessThanZero_IsRefusedUpFront(string verb)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.RunAsync([.. verb.Split(' '), "--assembly",
            Samples.Assembly(CompiledMigrations.Sql(-5, "Negative", ["SELECT 1"]), One)]);

        run.Exits(ExitCode.Usage).Complains("Negative has the version -5: it must be zero or more", "exit 2");
        Assert.False(await sandbox.Database.ExistsAsync("\"VersionInfo\""));
    }
}
