using Migrator.Cli.Terminal;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Script;

/// <summary>Where no honest script can be made there is none, and it is said why. No database is asked.</summary>
public sealed class ScriptRefusedTests
{
    [Theory]
    [InlineData("Execute.WithConnection((c, t) => { });", "it runs C# code of its own on the connection")]
    [InlineData("if (Schema.Table(\"a\").Exists()) Execute.Sql(\"SELECT 1\");", "it depends on what is in the database")]
    [InlineData("Execute.Sql(\"SELECT '\" + Guid.NewGuid() + \"'\");", "it has another text each time")]
    [InlineData("Execute.Sql(\"SELECT 'open\");", "ends inside a string or a comment")]
    public async Task Script_OfWhatCannotBeKnownOrSaid_Is5_AndNamesIt(string up, string reason)
    {
        var assembly = Samples.Assembly(Samples.Customers,
            $"[Migration(20260111000000)] public class Secretive : Migration {{ public override void Up() {{ {up} }} public "
            + $"override void Down() {{ }} }}\n", Samples.Orders);

        var run = await new ToolStart("script", "--assembly", assembly).RunAsync();
        var before = await new ToolStart("script", "--to", "20260110120000", "--assembly", assembly).RunAsync();
        var after = await new ToolStart("script", "--from", "20260111000000", "--assembly", assembly).RunAsync();

        run.Exits(ExitCode.Refused)
            .Complains("No script can be made of 20260111000000 Secretive", reason, "before: --to 20260110120000",
                "after: --from 20260111000000", "exit 5");
        Assert.Empty(run.Out);
        before.Exits(ExitCode.Success).Says("CREATE TABLE customers");
        after.Exits(ExitCode.Success).Says("CREATE TABLE orders");
    }

    [Fact]
    public async Task Script_ToAFullDisk_Is2()
    {
        var run = await (new ToolStart("script", "--assembly", Samples.Assembly(Samples.Customers)) with
        { Redirection = ">/dev/full" }).RunAsync();

        run.Exits(ExitCode.Usage).Complains("could not be written to stdout", "-o FILE");
    }

    [Fact]
    public async Task Script_OfAConditionalMigration_Is5()
    {
        var run = await new ToolStart("script", "--assembly", Samples.Assembly(
            Samples.Customers,
            "[FluentMigrator.Runner.Constraints.CurrentVersionMigrationConstraint(5)] " + Samples.Orders)).RunAsync();

        run.Exits(ExitCode.Refused).Complains("20260114093000 CreateOrders has a migration constraint", "exit 5");
    }

    [Fact]
    public async Task ScriptDown_ThroughAnIrreversibleOne_Is5()
    {
        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Irreversible, Samples.Last);

        var run = await new ToolStart("script", "--down", "--to", "20260110120000", "--assembly", assembly).RunAsync();

        run.Exits(ExitCode.Refused)
            .Complains("20260125090000 EraseOldOrders cannot be reverted: it is forward-only.", "--to 20260125090000", "exit 5");
    }

    [Theory]
    [InlineData("--to CreateOrdrs", "There is no migration \"CreateOrdrs\".", "CreateOrders")]
    [InlineData("--from CreateOrders --to CreateCustomers", "--from CreateOrders lies above --to CreateCustomers", "--down")]
    [InlineData("--down --from CreateCustomers --to CreateOrders", "--to CreateOrders lies above --from CreateCustomers",
        "without --down")]
    [InlineData("--from +1", "+1 counts from where a database is", "a version or a name")]
    [InlineData("--to a/b", "--to is \"a/b\"", "must be latest, zero")]
    [InlineData("--down", "needs to know where to stop", "--to zero")]
    [InlineData("-o no/such/folder/x.sql", "cannot be written", "x.sql")]
    [InlineData("--schema a.b", "is not a plain identifier", "schema")]
    public async Task Script_OfARangeThatIsNone_Is2(string arguments, string said, string advice)
    {
        var run = await new ToolStart(["script", .. arguments.Split(' '), "--assembly", Samples.Two]).RunAsync();

        run.Exits(ExitCode.Usage).Complains(said, advice, "exit 2");
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task Script_Refused_InJson_IsOneDocument()
    {
        var run = await new ToolStart("script", "--to", "nothing", "--output", "json", "--assembly", Samples.Two).RunAsync();

        run.Exits(ExitCode.Usage);
        Assert.Equal(("script", "UnknownTarget"),
            (run.Json.GetProperty("verb").GetString(), run.Json.GetProperty("error").GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Script_WithAStaleManifest_Is9_UnlessAllowed()
    {
        using var directory = new WorkingDirectory();
        var manifest = Path.Combine(directory.Path, "m.json");
        (await new ToolStart("manifest", "--manifest", manifest, "--assembly", Samples.Assembly(Samples.Customers)).RunAsync())
            .Exits(ExitCode.Success);

        var stale = await new ToolStart("script", "--manifest", manifest, "--assembly", Samples.Two).RunAsync();
        var allowed = await new ToolStart("script", "--manifest", manifest, "--stale-manifest", "allow", "--assembly",
            Samples.Two).RunAsync();

        stale.Exits(ExitCode.Diverged).Complains("The manifest is stale: 20260114093000 CreateOrders is not in it", "exit 9");
        allowed.Exits(ExitCode.Success).Says("CREATE TABLE orders");
    }

    [Fact]
    public async Task Script_OfNothing_IsAScriptThatDoesNothing()
    {
        var run = await new ToolStart("script", "--from", "latest", "--assembly", Samples.Two).RunAsync();

        run.Exits(ExitCode.Success).Says("0 migrations");
        Assert.DoesNotContain("BEGIN;", run.Out, StringComparison.Ordinal);
    }
}
