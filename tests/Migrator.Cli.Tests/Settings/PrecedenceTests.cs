using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Settings;

/// <summary>Flag over variable over migrator.json.</summary>
public sealed class PrecedenceTests(TestServer server)
{
    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task Flag_Variable_File_InThisOrder()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        sandbox.Directory.Write("migrator.json", $$"""
            {
              // Comments and trailing commas are fine.
              "assembly": "{{Samples.Two}}", "schema": "by_file", "buildId": "file", "lockWait": 5,
            }
            """);
        var file = sandbox.Tool("up").With("GITHUB_SHA", "ci");
        var variable = file.With("MIGRATOR_SCHEMA", "by_variable").With("MIGRATOR_BUILD_ID", "variable");

        (await file.RunAsync()).Exits(ExitCode.Success);
        (await variable.RunAsync()).Exits(ExitCode.Success);
        (await (variable with { Arguments = ["up", "--schema", "by_flag", "--build-id", "flag"] }).RunAsync())
            .Exits(ExitCode.Success);

        foreach (var source in (string[])["file", "variable", "flag"])
        {
            Assert.True(await sandbox.Database.ExistsAsync($"by_{source}.orders"));
            Assert.Equal(source,
                await sandbox.Database.ScalarAsync<string>($"SELECT max(build) FROM by_{source}.\"VersionInfoJournal\""));
        }
    }

    [Fact]
    public async Task BuildId_WithoutASetting_IsTheCisOwn()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        (await sandbox.Tool("up", "--assembly", Samples.Two).With("CI_COMMIT_SHA", "0123abc").RunAsync()).Exits(ExitCode.Success);

        Assert.Equal("0123abc", await sandbox.Database.ScalarAsync<string>("SELECT max(build) FROM \"VersionInfoJournal\""));
    }

    [Fact]
    public async Task Target_OfTheVariable_GivesWayToTheFlag()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var tool = sandbox.Tool("up", "--assembly", Samples.Two).With("MIGRATOR_TARGET", "CreateCustomers");

        (await tool.RunAsync()).Exits(ExitCode.Success).Says("1 applied");
        (await (tool with { Arguments = [.. tool.Arguments, "--target", "latest"] }).RunAsync()).Exits(ExitCode.Success)
            .Says("1 applied");
    }

    [Fact]
    public async Task Output_OfTheVariable_GivesWayToTheFlag()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.Tool("status", "--output", "text", "--assembly", Samples.Two).With("MIGRATOR_OUTPUT", "json")
            .RunAsync();

        run.Exits(ExitCode.Success).Says("Behind by 2.");
    }

    [Fact]
    public async Task Variable_ThatIsEmpty_IsNotSet()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.Tool("status", "--assembly", Samples.Two).With("MIGRATOR_SCHEMA", "").With("MIGRATOR_OUTPUT", "")
            .RunAsync();

        run.Exits(ExitCode.Success).Says("Behind by 2.");
    }

    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task Options_BeforeAndAfterTheVerb_AreTheSame()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var before = await sandbox.Bare("--connection", sandbox.Connection, "--assembly", Samples.Two, "--output=json", "status")
            .RunAsync();
        var after = await sandbox.Bare("status", "--output:json", "--assembly=" + Samples.Two, "--connection", sandbox.Connection)
            .RunAsync();

        before.Exits(ExitCode.Success);
        Assert.Equal(before.Out, after.Exits(ExitCode.Success).Out);
    }

    [Fact]
    public async Task Tag_AsFlagsAsListAndWithCommas_SelectsTheSame()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, "[Tags(TagBehavior.RequireAny, \"eu\", \"us\")]\n" + Samples.Orders,
            "[Tags(\"test\")]\n" + Samples.Last);

        var none = await sandbox.RunAsync("status", "--assembly", assembly);
        var flags = await sandbox.RunAsync("status", "--assembly", assembly, "--tag", "eu", "--tag", "test");
        var variable = await sandbox.Tool("status", "--assembly", assembly).With("MIGRATOR_TAG", "eu, test").RunAsync();
        sandbox.Directory.Write("migrator.json", """{ "tag": ["eu", "test"] }""");
        var file = await sandbox.RunAsync("status", "--assembly", assembly);

        none.Exits(ExitCode.Success).Says("Behind by 1.");
        Assert.All((ToolResult[])[flags, variable, file], run => run.Exits(ExitCode.Success).Says("CreateOrders", "Behind by "));
        Assert.Equal(flags.Out, variable.Out);
        Assert.Equal(flags.Out, file.Out);
    }
}
