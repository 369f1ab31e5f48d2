using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Settings;

/// <summary>Exit code 2, for settings that are missing or do not fit.</summary>
public sealed class ConfigurationTests(TestServer server)
{
    private const string Nowhere = "Host=localhost;Database=shop;Username=migrator;Password=" + Passwords.Wrong;

    [Theory]
    [InlineData("up")]
    [InlineData("down", "--target", "-1")]
    [InlineData("status")]
    [InlineData("resolve", "1", "--applied")]
    public async Task NoConnectionAtAll_NamesTheThreeWays(params string[] verb)
    {
        var run = await new ToolStart([.. verb, "--assembly", Samples.Two]).RunAsync();

        run.Exits(ExitCode.Usage)
            .Complains("no database to connect to", "--connection-file FILE", "MIGRATOR_CONNECTION", "--connection \"Host=...\"",
            "MIGRATOR_CONNECTION=embedded", "exit 2");
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task NoMigrationsAtAll_NamesTheThreeWays()
    {
        var run = await new ToolStart("up", "--connection", Nowhere).RunAsync();

        run.Exits(ExitCode.Usage).Complains("no migrations to run", "--project", "--assembly", "migrator.json");
    }

    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task Assembly_ThatIsMissing_IsNamed()
    {
        using var directory = new WorkingDirectory();

        var run = await new ToolStart("up", "--connection", Nowhere, "--assembly", "My.Migrations.dll")
        { Directory = directory.Path }.RunAsync();

        run.Exits(ExitCode.Usage)
            .Complains($"no migrations assembly at {Path.Combine(directory.Path, "My.Migrations.dll")}", "--assembly");
    }

    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task Assembly_ThatIsNone_IsNamed()
    {
        using var directory = new WorkingDirectory();
        var file = directory.Write("My.Migrations.dll", "not an assembly");

        var run = await new ToolStart("up", "--connection", Nowhere, "--assembly", file).RunAsync();

        run.Exits(ExitCode.Usage).Complains(file, "no .NET assembly");
    }

    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task Assembly_WithoutMigrations_IsTold()
    {
        var file = CompiledMigrations.ToFile("public class Nothing;");

        var run = await new ToolStart("up", "--connection", Nowhere, "--assembly", file).RunAsync();

        run.Exits(ExitCode.Usage).Complains("does not reference FluentMigrator");
    }

    [Fact]
    public async Task Project_ThatIsMissing_IsNamed()
    {
        using var directory = new WorkingDirectory();

        var run = await new ToolStart("up", "--connection", Nowhere, "--project", "My.csproj")
        { Directory = directory.Path }.RunAsync();

        run.Exits(ExitCode.Usage).Complains($"no project at {Path.Combine(directory.Path, "My.csproj")}");
    }

    [Theory]
    [InlineData("--schema", "bad name")]
    [InlineData("--version-table", "bad;name")]
    [InlineData("--version-table-schema", "1bad")]
    [InlineData("--set-role", "bad\"name")]
    public async Task Name_ThatIsNoPlainIdentifier_IsRefused(string option, string name)
    {
        var run = await new ToolStart("up", "--connection", Nowhere, "--assembly", Samples.Two, option, name).RunAsync();

        run.Exits(ExitCode.Usage).Complains($"\"{name}\" is not a plain identifier");
    }

    [Fact]
    public async Task SetRole_ThatDoesNotExist_IsRefused()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.RunAsync("up", "--assembly", Samples.Two, "--set-role", "nobody_has_this_role");

        run.Exits(ExitCode.Usage).Complains("cannot take the role \"nobody_has_this_role\"", "GRANT", "exit 2");
    }

    [Fact]
    public async Task Role_WithTooFewRights_IsToldWhatItLacks()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await sandbox.Database.ExecuteAsync("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        var poor = await sandbox.Database.CreateRoleAsync("reader");

        var run = await sandbox.Bare("up", "--assembly", Samples.Two, "--connection", poor).RunAsync();

        run.Exits(ExitCode.Usage)
            .Complains($"{sandbox.Database.Name}_reader may not migrate", "CREATE on the schema public", "--set-role");
        Assert.False(await sandbox.Database.ExistsAsync("\"VersionInfo\""));
    }

    [Fact]
    public async Task Status_WithoutSelect_IsToldWhatItLacks()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        var poor = await sandbox.Database.CreateRoleAsync("stranger");

        var run = await sandbox.Bare("status", "--assembly", Samples.Two, "--connection", poor).RunAsync();

        run.Exits(ExitCode.Usage).Complains("may not read the version table", "GRANT SELECT");
    }

    [Fact]
    public async Task Database_ThatDoesNotExist_IsNamed()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        sandbox.Settings.Database = "no_such_database";

        var run = await sandbox.Bare("up", "--assembly", Samples.Two, "--connection", sandbox.Settings.ConnectionString)
            .RunAsync();

        run.Exits(ExitCode.Usage).Complains("no_such_database", "does not exist (3D000)");
    }
}
