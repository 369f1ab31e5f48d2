using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>Exit code 5, refused by policy; and 2 for a target that cannot be gone to. Nothing is touched.</summary>
public sealed class RefusedTests(TestServer server)
{
    [Fact]
    public async Task Up_WithABreakingChange_NeedsTheWord()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Breaking);
        (await sandbox.RunAsync("up", "--target", "+1", "--assembly", assembly)).Exits(ExitCode.Success);

        var refused = await sandbox.RunAsync("up", "--assembly", assembly);
        Assert.Equal([20260110120000], await sandbox.VersionsAsync());
        var allowed = await sandbox.RunAsync("up", "--allow-breaking", "--assembly", assembly);

        refused.Exits(ExitCode.Refused)
            .Complains("20260120100000 DropOrderState is a breaking change", "--allow-breaking", "--target 20260114093000",
                "exit 5");
        allowed.Exits(ExitCode.Success).Says("2 applied");
    }

    [Fact]
    public async Task Up_WithABreakingChange_WhereNothingIsApplied_NeedsNoWord()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Breaking);

        (await sandbox.RunAsync("up", "--dry-run", "--assembly", assembly)).Exits(ExitCode.Success).Says("3 would be applied");
        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success).Says("3 applied");
        (await sandbox.RunAsync("down", "--target", "zero", "--yes", "--assembly", assembly)).Exits(ExitCode.Success);
        // The version table is there, and empty.
        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success).Says("3 applied");
    }

    [Fact]
    public async Task Up_OutOfOrder_NeedsTheWord()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(Samples.Orders))).Exits(ExitCode.Success);

        var refused = await sandbox.RunAsync("up", "--assembly", Samples.Two);
        var versions = await sandbox.VersionsAsync();
        var allowed = await sandbox.RunAsync("up", "--out-of-order", "allow", "--assembly", Samples.Two);

        refused.Exits(ExitCode.Refused)
            .Complains("1 pending migration lies below the newest applied one, 20260114093000: 20260110120000 CreateCustomers",
            "--out-of-order allow", "exit 5");
        Assert.Equal([20260114093000], versions);
        allowed.Exits(ExitCode.Success).Says("1 applied", "The schema is at 20260114093000.");
    }

    [Fact]
    public async Task Down_ThroughAnIrreversibleOne_IsRefusedBeforeAnythingIsReverted()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Irreversible, Samples.Last);
        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success);

        var run = await sandbox.RunAsync("down", "--target", "-2", "--yes", "--assembly", assembly);

        run.Exits(ExitCode.Refused).Complains("20260125090000 EraseOldOrders", "exit 5");
        Assert.True(await sandbox.Database.ExistsAsync("invoices"));
        Assert.Equal(4, (await sandbox.VersionsAsync()).Count);
    }

    [Fact]
    public async Task Down_Unconfirmed_IsRefusedAndSaysWhatItWouldHaveReverted()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);

        var run = await sandbox.RunAsync("down", "--target", "-1", "--assembly", Samples.Two);

        run.Exits(ExitCode.Refused)
            .Complains("would revert 20260114093000 CreateOrders", "1 migration would be reverted, and that was not confirmed.",
            "--yes", "exit 5");
        Assert.True(await sandbox.Database.ExistsAsync("orders"));
    }

    [Fact]
    public async Task Target_ThatCannotBeGoneTo_IsRefusedWithAdvice()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        (string Arguments, string Said, string Advice)[] cases =
        [
            ("up --target CreateOrdrs", "There is no migration \"CreateOrdrs\".", "nearest: 20260114093000 CreateOrders"),
            ("up --target 20260114093001", "There is no migration \"20260114093001\".", "nearest: 20260114093000 CreateOrders"),
            ("up --target zero", "Target zero lies below", "dotnet migrator down --target zero"),
            ("up --target -1", "Target -1 lies below", "dotnet migrator down --target -1"),
            ("up --target 20260110120000", "Target 20260110120000 lies below", "dotnet migrator down --target 20260110120000"),
            ("up --target CreateOrders+1", "lies 1 beyond the newest migration", "20260114093000 CreateOrders"),
            ("down --yes --target latest", "Target latest lies above", "dotnet migrator up --target latest"),
            ("down --yes --target +1", "Target +1 lies above", "dotnet migrator up --target +1"),
            ("down --yes --target 20260110120000-2", "lies 1 below the first migration", "--target zero"),
        ];

        foreach (var (arguments, said, advice) in cases)
        {
            var run = await sandbox.RunAsync([.. arguments.Split(' '), "--assembly", Samples.Two]);
            run.Exits(ExitCode.Usage).Complains(said, advice, "exit 2");
        }

        Assert.Equal(2, (await sandbox.VersionsAsync()).Count);
    }

    [Fact]
    public async Task Target_ThatNamesTwo_IsRefusedAndBothAreNamed()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(
            "namespace One { " + CompiledMigrations.Sql(1, "AddName", []) + " }",
            "namespace Two { " + CompiledMigrations.Sql(2, "AddName", []) + " }");

        var run = await sandbox.RunAsync("up", "--target", "AddName", "--assembly", assembly);

        run.Exits(ExitCode.Usage).Complains("names 2 migrations: 1 AddName, 2 AddName", "give the version");
    }

    [Fact]
    public async Task Resolve_OfAFinishedOne_HasNothingToResolve()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);

        var run = await sandbox.RunAsync("resolve", "20260114093000", "--applied", "--assembly", Samples.Two);

        run.Exits(ExitCode.Usage).Complains("Version 20260114093000 is not unfinished");
    }
}
