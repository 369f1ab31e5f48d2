using System.Text.Json;
using System.Text.RegularExpressions;
using Deploy.Tests.Programs;
using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.GitHub;

/// <summary>actionlint reads workflows only: an action's form is checked here, and its scripts are run.</summary>
public sealed partial class MigrateActionTests(TestServer server, PackedTool tool) : IClassFixture<PackedTool>, IDisposable
{
    private const string Hostile = "latest\"; touch owned; $(touch owned) `touch owned` '";

    private readonly WorkingDirectory _folder = new();

    [Fact]
    public void Definition_HasTheFormOfACompositeAction()
    {
        var action = MigrateAction.Definition;
        var steps = action.Steps().ToList();

        Assert.Equal(["name", "description", "inputs", "outputs", "runs"], action.Keys());
        Assert.Equal("composite", action.Map("runs").Scalar("using"));
        Assert.All(steps, step => Assert.Equal("bash", step.Scalar("shell")));
        Assert.All(action.Map("inputs").Children.Values,
            input => Assert.Subset(new HashSet<string> { "description", "required", "default" }, input.Keys().ToHashSet()));
        Assert.All(action.Map("inputs").Children.Values,
            input => Assert.True(input.Scalar("required") == "true" ^ input.Scalar("default") is not null));
        Assert.All(action.Map("outputs").Children.Values, output => Assert.Matches(StepOutput(), output.Scalar("value")));
        Assert.Contains("run", steps.Select(step => step.Scalar("id")));
    }

    [Fact]
    public void Definition_TakesNoConnectionAsAnInput_AndNoInputIntoAScript()
    {
        var action = MigrateAction.Definition;
        var names = action.Map("inputs").Keys().ToHashSet();

        Assert.DoesNotContain(names, name => name.Contains("connection", StringComparison.Ordinal));
        Assert.All(action.Steps(), step => Assert.DoesNotContain("${{", step.Scalar("run"), StringComparison.Ordinal));
        var used = action.Steps()
            .SelectMany(step => step.Scalars("env").Select(variable => variable.Value)
                .Append(step.Scalar("working-directory") ?? ""))
            .SelectMany(text => Input().Matches(text).Select(match => match.Groups[1].Value)).ToHashSet();
        Assert.Equal(names.Order(), used.Order());
    }

    [Fact]
    public async Task Up_Migrates_AndGivesExitCodeAndResult()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var action = Action(sandbox);

        var result = await action.RunAsync(new() { ["assembly"] = Samples.Two, ["args"] = "--target\nlatest\n" });

        result.Exits(ExitCode.Success).Complains("CreateOrders");
        Assert.Equal("0", action.Outputs["exit-code"]);
        using var json = JsonDocument.Parse(action.Outputs["result"]);
        Assert.Equal(2, json.RootElement.GetProperty("steps").GetArrayLength());
        Assert.Equal(2, (await sandbox.VersionsAsync()).Count);
    }

    [Fact]
    public async Task AnotherVerb_WithArguments_SaysWhatIsWrong_AndTheStepFailsWithTheToolsOwnCode()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var action = Action(sandbox);

        var result = await action.RunAsync(new()
        { ["assembly"] = Samples.Two, ["command"] = "status", ["args"] = "--exit-code" });

        result.Exits(ExitCode.Pending);
        Assert.Equal("3", action.Outputs["exit-code"]);
        using var json = JsonDocument.Parse(action.Outputs["result"]);
        Assert.Equal("Behind", json.RootElement.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task AForgottenSecret_FailsTheStep()
    {
        var action = new MigrateAction(tool, _folder);

        var result = await action.RunAsync(new() { ["assembly"] = Samples.Two });

        result.Exits(ExitCode.Usage);
        Assert.Equal("2", action.Outputs["exit-code"]);
        Assert.Contains("MIGRATOR_CONNECTION", action.Outputs["result"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("args")]
    [InlineData("command")]
    [InlineData("assembly")]
    [InlineData("project")]
    public async Task AnInput_IsNeverRunAsAScript(string input)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var result = await Action(sandbox).RunAsync(new() { [input] = Hostile });

        result.Exits(ExitCode.Usage);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "owned", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task ACancelledWorkflow_RollsBack_AndSaysSo()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var action = Action(sandbox);
        var steps = MigrateAction.Definition.Steps().ToList();
        Dictionary<string, string> inputs = new() { ["assembly"] = Samples.Assembly(Samples.Customers, Samples.Endless) };
        var (install, directory, environment) = action.Prepare(steps[0], inputs);
        await Shell.SucceedAsync(install, directory, environment);

        // The runner tells the shell that it started, and nobody else.
        var (script, folder, variables) = action.Prepare(steps[1], inputs);
        variables["SCRIPT"] = script;
        var run = Shell.RunAsync("""echo $$ >shell.pid; exec bash --noprofile --norc -eo pipefail -c "$SCRIPT" """, folder,
            variables);
        await sandbox.Database.UntilRunningAsync("%pg_sleep(600)%");
        Signal.Interrupt.SendTo(
            int.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "shell.pid"), TestContext.Current.CancellationToken),
                System.Globalization.CultureInfo.InvariantCulture));
        var result = await run;

        result.Exits(ExitCode.Terminated);
        Assert.Equal("143", action.Outputs["exit-code"]);
        Assert.Contains("Cancelled", action.Outputs["result"], StringComparison.Ordinal);
        Assert.False(await sandbox.Database.ExistsAsync("begun"));
    }

    public void Dispose() => _folder.Dispose();

    private MigrateAction Action(Sandbox sandbox) =>
        new(tool, _folder) { Environment = { ["MIGRATOR_CONNECTION"] = sandbox.Connection } };

    [GeneratedRegex(@"^\$\{\{ steps\.run\.outputs\.[a-z-]+ \}\}$")]
    private static partial Regex StepOutput();

    [GeneratedRegex(@"inputs\.([a-z-]+)")]
    private static partial Regex Input();
}
