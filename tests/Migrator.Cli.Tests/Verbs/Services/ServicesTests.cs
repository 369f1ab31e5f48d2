using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Support;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Services;

/// <summary>What migrations are given by their constructors, through every verb of the tool.</summary>
public sealed class ServicesTests(TestServer server)
{
    private const string Migrations = """
        public interface IClock { int Year { get; } }
        public class Clock : IClock { public int Year => 2026; }

        [Migration(1)] public class First : Migration
        {
            public override void Up() => Execute.Sql("CREATE TABLE first (what text)");
            public override void Down() => Execute.Sql("DROP TABLE first");
        }

        [Migration(6)] public class Fill : Migration
        {
            private readonly string _what;
            private readonly Microsoft.Extensions.Logging.ILogger<Fill> _logger;
            public Fill(IClock clock, Microsoft.Extensions.Configuration.IConfiguration configuration,
                Microsoft.Extensions.Logging.ILogger<Fill> logger)
            {
                _logger = logger;
                _what = configuration["Seed:Name"] + clock.Year + "[" + configuration["MIGRATOR_CONNECTION"] + "]";
            }
            public override void Up()
            {
                Microsoft.Extensions.Logging.LoggerExtensions.LogWarning(_logger, "filling with {What}", _what);
                Execute.Sql($"INSERT INTO first VALUES ('{_what}')");
            }
            public override void Down() => Execute.Sql("DELETE FROM first");
        }

        """;

    private const string Given = """
        public static class MigrationServices
        {
            public static void ConfigureServices(Microsoft.Extensions.DependencyInjection.IServiceCollection services,
                Microsoft.Extensions.Configuration.IConfiguration configuration) =>
                Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<IClock, Clock>(services);
        }

        """;

    [Fact]
    public async Task EveryVerb_GivesThem_AndWhatIsLoggedIsHeardOnStderr()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Migrations, Given);
        var shadow = await sandbox.ShadowAsync();
        const string Said = "warning: Fill: filling with Ada2026[]";

        (await Run("lint")).Exits(ExitCode.Success);
        var script = (await Run("script")).Exits(ExitCode.Success).Says("INSERT INTO first VALUES ('Ada2026[]')").Complains(Said);
        var preview = (await Run("up", "--dry-run", "--output", "json")).Exits(ExitCode.Success).Complains(Said);
        (await Run("manifest", "--manifest", "m.json")).Exits(ExitCode.Success);
        (await Run("rehearse", "--shadow", shadow)).Exits(ExitCode.Success);
        var up = (await Run("up", "--output", "json", "--manifest", "m.json")).Exits(ExitCode.Success).Complains(Said);
        (await Run("drift", "--shadow", shadow)).Exits(ExitCode.Success);
        (await Run("down", "--target", "1", "--yes")).Exits(ExitCode.Success);

        Assert.Equal(1, up.Error.Split(Said).Length - 1);
        Assert.Equal(2, up.Json.GetProperty("steps").GetArrayLength());
        Assert.Equal("up", preview.Json.GetProperty("verb").GetString());
        Assert.DoesNotContain("filling", script.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("opaque", await File.ReadAllTextAsync(Path.Combine(sandbox.Directory.Path, "m.json"),
            TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Task<ToolResult> Run(params string[] arguments) =>
            sandbox.Tool([.. arguments, "--assembly", assembly]).With("Seed__Name", "Ada").RunAsync();
    }

    // No bundle is made of migrations that lack one.
    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task AMissingService_IsASettingThatIsMissing_AndHoldsUpNoOtherMigration()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Migrations);
        var shadow = await sandbox.ShadowAsync();
        string[] told = ["6 Fill asks for IClock in its constructor", "not registered", "Register it in a public class",
            "ConfigureServices(IServiceCollection services, IConfiguration configuration)"];

        (await Run("up", "--target", "1")).Exits(ExitCode.Success).Says("1 applied");
        (await Run("status")).Exits(ExitCode.Success).Says("Behind by 1.");
        (await Run("up")).Exits(ExitCode.Usage).Complains(told);
        (await Run("up", "--dry-run")).Exits(ExitCode.Usage).Complains(told);
        (await Run("script")).Exits(ExitCode.Usage).Complains(told);
        (await Run("lint")).Exits(ExitCode.Usage).Complains(told);
        (await Run("manifest", "--manifest", "m.json")).Exits(ExitCode.Usage).Complains(told);
        (await Run("rehearse", "--shadow", shadow)).Exits(ExitCode.Usage).Complains(told);
        (await Run("drift", "--shadow", shadow)).Exits(ExitCode.Success);
        Assert.Equal([1], await sandbox.VersionsAsync());

        Task<ToolResult> Run(params string[] arguments) => sandbox.RunAsync([.. arguments, "--assembly", assembly]);
    }
}
