using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Goldens;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Wait;

/// <summary><c>wait</c>: what an init container runs.</summary>
public sealed class WaitTests(TestServer server)
{
    [Fact]
    public async Task Wait_AllThere_Is0_AtOnce()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);

        (await sandbox.RunAsync("wait", "--assembly", Samples.Two)).Exits(ExitCode.Success)
            .Says("has the schema it needs: 20260114093000.");
        (await sandbox.RunAsync("wait", "--assembly", Samples.Assembly(Samples.Customers))).Exits(ExitCode.Success).Says("ahead");
    }

    [Fact]
    public async Task Wait_Behind_Is3AtTheDeadline_AndATargetThatIsThere_Is0()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var virgin = await sandbox.RunAsync("wait", "--timeout", "0", "--assembly", Samples.Two);
        (await sandbox.RunAsync("up", "--target", "+1", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        var behind = await sandbox.RunAsync("wait", "--timeout", "1s", "--assembly", Samples.Two, "--output", "json");
        var enough = await sandbox.RunAsync("wait", "--target", "CreateCustomers", "--assembly", Samples.Two);

        virgin.Exits(ExitCode.Pending)
            .Complains("needs schema 20260114093000; the database is at zero, 2 missing (CreateCustomers, CreateOrders).",
            "dotnet migrator up --target latest", "exit 3");
        behind.Exits(ExitCode.Pending);
        Golden.Matches("wait-behind.json", sandbox.Normalize(behind.Out));
        enough.Exits(ExitCode.Success);
    }

    [Fact]
    public async Task Wait_UntilTheDeployIsDone_Is0()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await using var waiting = sandbox.Tool("wait", "--assembly", Samples.Two).Start();
        await waiting.UntilItSaysAsync("No deploy is running.");

        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);

        (await waiting.EndAsync()).Exits(ExitCode.Success).Says("has the schema it needs");
    }

    [Fact]
    public async Task Wait_AsJson_SaysWhatItWaitsForOnStderr_AndTheResultOnStdout()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await using var waiting = sandbox.Tool("wait", "--assembly", Samples.Two, "--output", "json").Start();
        await waiting.UntilItSaysAsync("Waiting:");

        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);

        var run = (await waiting.EndAsync()).Exits(ExitCode.Success);
        Assert.Contains("Waiting:", run.Error, StringComparison.Ordinal);
        Assert.Equal("UpToDate", run.Json.GetProperty("verdict").GetString());
    }

    // The database, its role and its server may all come later than the pod.
    [Fact]
    public async Task Wait_NoDatabaseYet_WaitsForIt_AndIs8AtTheDeadline()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var elsewhere = new Npgsql.NpgsqlConnectionStringBuilder(sandbox.Connection)
        { Database = "not_there_yet" }.ConnectionString;

        var run = await sandbox.Bare("wait", "--timeout", "6s", "--assembly", Samples.Two).With("MIGRATOR_CONNECTION", elsewhere)
            .RunAsync();

        run.Exits(ExitCode.Unreachable).Says("Waiting:").Complains("cannot reach its database", "3D000", "exit 8");
    }

    [Fact]
    public async Task Wait_DirtyTooNewOrEdited_IsSaidAtOnce()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--allow-breaking", "--assembly",
            Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index, Samples.Breaking))).Exits(ExitCode.Success);
        var tooNew = await sandbox.RunAsync("wait", "--assembly", Samples.Two);
        (await sandbox.RunAsync("up", "--assembly",
            Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index, Samples.Breaking, Samples.HalfDone)))
                .Exits(ExitCode.Partial);
        var dirty = await sandbox.RunAsync("wait", "--assembly", Samples.Two);

        tooNew.Exits(ExitCode.Diverged).Complains("too new", "20260120100000", "exit 9");
        dirty.Exits(ExitCode.Partial).Complains("half migrated", "exit 7");
    }

    [Fact]
    public async Task Wait_WithTheManifestAlone_NeedsNoMigrations_AndSeesAnEdit()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        var edited = CompiledMigrations.Sql(20260114093000, "CreateOrders",
            ["CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL)"]);
        (await sandbox.RunAsync("manifest", "--manifest", "good.json", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        (await sandbox.RunAsync("manifest", "--manifest", "edited.json", "--assembly",
            Samples.Assembly(Samples.Customers, edited))).Exits(ExitCode.Success);

        (await sandbox.RunAsync("wait", "--manifest", "good.json")).Exits(ExitCode.Success);
        (await sandbox.RunAsync("wait", "--manifest", "edited.json")).Exits(ExitCode.Diverged)
            .Complains("CreateOrders", "edited since", "exit 9");
        (await sandbox.RunAsync("wait", "--manifest", "missing.json")).Exits(ExitCode.Usage)
            .Complains("missing.json", "dotnet migrator manifest");
        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(Samples.Customers, edited), "--manifest", "edited.json"))
            .Exits(ExitCode.Diverged).Complains("--edited allow", "exit 9");
        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(Samples.Customers, edited), "--manifest", "edited.json",
            "--edited", "allow")).Exits(ExitCode.Success);
        (await sandbox.RunAsync("wait", "--manifest", "edited.json")).Exits(ExitCode.Success);
    }

    [Fact]
    public async Task Wait_RoleThatMayOnlyRead_Works_AndOneThatMayNot_IsToldWhatItNeeds()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        var application = await sandbox.Database.CreateRoleAsync("app");

        var refused = await sandbox.Bare("wait", "--assembly", Samples.Two, "--connection", application).RunAsync();
        await sandbox.Database.ExecuteAsync($"GRANT SELECT ON \"VersionInfo\", \"VersionInfoJournal\" TO "
            + $"{sandbox.Database.Name}_app");
        var allowed = await sandbox.Bare("wait", "--assembly", Samples.Two, "--connection", application).RunAsync();

        refused.Exits(ExitCode.Usage).Complains("42501", "SELECT on \"public\".\"VersionInfo\"", "exit 2");
        allowed.Exits(ExitCode.Success);
    }

    [Theory]
    [InlineData("+1")]
    [InlineData("zero")]
    [InlineData("NoSuch")]
    public async Task Wait_TargetThatCannotBeWaitedFor_IsABadSetting(string target)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        (await sandbox.RunAsync("wait", "--target", target, "--assembly", Samples.Two)).Exits(ExitCode.Usage)
            .Complains(target, "exit 2");
    }

    [Fact]
    public async Task Wait_Signal_EndsIt()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await using var waiting = sandbox.Tool("wait", "--assembly", Samples.Two).Start();
        await waiting.UntilItSaysAsync("Waiting:");

        waiting.Send(Signal.Terminate);

        (await waiting.EndAsync()).Exits(ExitCode.Terminated);
    }
}
