using System.Text.RegularExpressions;
using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Settings;

/// <summary>A variable of this tool's that does nothing is never passed over in silence.</summary>
public sealed class OwnVariablesTests(TestServer server)
{
    [Theory]
    [InlineData("MIGRATOR_TARGT", "+1", "no setting. Nearest: MIGRATOR_TARGET")]
    [InlineData("MIGRATOR_TAGS", "eu", "no setting. Nearest: MIGRATOR_TAG")]
    [InlineData("migrator_target", "+1", "no setting. Nearest: MIGRATOR_TARGET")]
    [InlineData("MIGRATOR_VERSION", "1.0.0", "no setting. Nearest: ")]
    [InlineData("MIGRATOR_DRY_RUN", "true", "--dry-run decides about one call, and can only be a flag")]
    [InlineData("MIGRATOR_DRY_RUN", "false", "--dry-run decides about one call, and can only be a flag")]
    [InlineData("MIGRATOR_IDEMPOTENT", "1", "--idempotent decides about one call, and can only be a flag")]
    [InlineData("MIGRATOR_CHECK", "1", "--check decides about one call, and can only be a flag")]
    public async Task Variable_ThatIsNoSetting_IsRefused_AndNothingIsRun(string variable, string value, string said)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.Tool("up", "--assembly", Samples.Two).With(variable, value).RunAsync();

        run.Exits(ExitCode.Usage).Complains($"{variable} is set, but ", said, "exit 2");
        Assert.False(await sandbox.Database.ExistsAsync("\"VersionInfo\""));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("lint")]
    [InlineData("wait --timeout 0")]
    [InlineData("script")]
    [InlineData("drift")]
    [InlineData("embedded start")]
    [InlineData("completion bash")]
    public async Task Variable_ThatIsNoSetting_IsRefusedByEveryVerb(string verb)
    {
        var run = await new ToolStart([.. verb.Split(' '), "--assembly", Samples.Two])
            .With("MIGRATOR_LOCKWAIT", "1m").With("MIGRATOR_DRY_RUN", "true").RunAsync();

        run.Exits(ExitCode.Usage).Complains("MIGRATOR_LOCKWAIT", "MIGRATOR_LOCK_WAIT", "MIGRATOR_DRY_RUN");
    }

    [Fact]
    public async Task Variable_ThatIsNoSetting_ShowsNoValue()
    {
        var run = await new ToolStart("up").With("MIGRATOR_CONECTION", "Host=db;Password=" + Passwords.Wrong).RunAsync();

        run.Exits(ExitCode.Usage).Complains("MIGRATOR_CONECTION", "MIGRATOR_CONNECTION");
        Assert.DoesNotContain("Host=db", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variable_OfAnotherVerb_IsTold_AndTheVerbRuns()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.Tool("up", "--assembly", Samples.Two).With("MIGRATOR_SHADOW", "Host=shadow;Database=postgres")
            .With("MIGRATOR_YES", "true").With("MIGRATOR_LOCK_WAIT", "1m").RunAsync();

        run.Exits(ExitCode.Success).Says("2 applied").Complains("note: MIGRATOR_SHADOW, MIGRATOR_YES mean nothing to up.");
    }

    [Fact]
    public async Task Variable_OfAllVerbsOrOfNone_IsNoNews()
    {
        // A service named migrator-ui, in the same namespace of Kubernetes.
        var run = await new ToolStart("lint", "--assembly", Samples.Two).With("MIGRATOR_CONNECTION", "Host=db;Database=shop")
            .With("MIGRATOR_SET_ROLE", "owner").With("MIGRATOR_TRACE", "1").With("MIGRATOR_TERMINATION_LOG", "/nowhere/log")
            .With("MIGRATOR_POSTGRES_BIN", "/nowhere").With("MIGRATOR_TEST_CONNECTION", "Host=db").With("MIGRATOR_DRY_RUN", "")
            .With("MIGRATOR_UI_SERVICE_HOST", "10.0.0.1").With("MIGRATOR_UI_SERVICE_PORT_HTTP", "80")
            .With("MIGRATOR_UI_PORT", "tcp://10.0.0.1:80").With("MIGRATOR_UI_PORT_80_TCP_ADDR", "10.0.0.1").RunAsync();

        run.Exits(ExitCode.Success);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void EveryVariableInTheSources_IsKnown()
    {
        var read = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                StringComparison.Ordinal))
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), "\"(MIGRATOR_[A-Z_]+[A-Z])\""))
            .Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(read);
        Assert.Null(Cli.Settings.OwnVariables.Check(read, "up", [], () => []));
    }
}
