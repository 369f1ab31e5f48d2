using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Settings;

/// <summary>Where relative paths start, and where migrator.json is found.</summary>
public sealed class PathTests(TestServer server)
{
    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task ProjectFile_IsFoundUpwards_AndItsPathsStartAtIt()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        File.Copy(Samples.Two, Path.Combine(sandbox.Directory.Folder("build"), "My.Migrations.dll"));
        sandbox.Directory.Write("secrets/connection", sandbox.Connection + "\n");
        sandbox.Directory.Write("migrator.json",
            """{ "assembly": "build/My.Migrations.dll", "connectionFile": "secrets/connection" }""");
        var deep = sandbox.Directory.Folder("src/app/deep");

        var run = await (new ToolStart("status") { Directory = deep }).RunAsync();

        run.Exits(ExitCode.Success).Says(sandbox.Database.Name, "Behind by 2.");
    }

    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task FlagsAndVariables_StartAtTheWorkingDirectory()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var deep = sandbox.Directory.Folder("deep");
        sandbox.Directory.Write("migrator.json", """{ "schema": "public" }""");
        sandbox.Directory.Write("deep/connection", sandbox.Connection);
        File.Copy(Samples.Two, Path.Combine(deep, "My.Migrations.dll"));

        var run = await (new ToolStart("status", "--assembly", "My.Migrations.dll") { Directory = deep })
            .With("MIGRATOR_CONNECTION_FILE", "connection").RunAsync();

        run.Exits(ExitCode.Success).Says("Behind by 2.");
    }

    [Fact]
    public async Task NearestProjectFile_Wins()
    {
        using var directory = new WorkingDirectory();
        directory.Write("migrator.json", "{ broken");
        directory.Write("app/migrator.json", """{ "lockWait": "nearest" }""");

        var run = await (new ToolStart("up", "--connection", "Host=localhost;Database=shop", "--assembly", Samples.Two)
        { Directory = directory.Folder("app") }).RunAsync();

        run.Exits(ExitCode.Usage).Complains("\"nearest\"");
    }
}
