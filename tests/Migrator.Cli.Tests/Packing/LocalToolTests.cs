using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Packing;

/// <summary>Packs the tool, installs it into a local tool manifest from a folder, and runs it as
/// <c>dotnet migrator</c>.</summary>
[Trait("Of", "the .NET tool")]
public sealed class LocalToolTests(TestServer server)
{
    [Fact]
    public async Task PackedTool_InstalledFromAFolder_Migrates()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var packages = sandbox.Directory.Folder("packages");
        var project = sandbox.Directory.Folder("project");
        var version = $"0.0.0-test.{Guid.NewGuid():N}";
        // Nothing of another run's or the user's caches may take part.
        var sdk = new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = sandbox.Directory.Folder("cache"),
            ["DOTNET_CLI_HOME"] = sandbox.Directory.Folder("home"),
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["MIGRATOR_CONNECTION"] = sandbox.Connection,
        };
        sandbox.Directory.Write("project/nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="folder" value="{packages}" /></packageSources>
            </configuration>
            """);

        await OtherProgram.RunAsync("dotnet",
            ["pack", Repository.PathOf("src", "Migrator.Cli", "Migrator.Cli.csproj"), "--no-build",
            "-c", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "-o", packages, $"-p:PackageVersion={version}"],
            Repository.Root);
        await OtherProgram.RunAsync("dotnet", ["new", "tool-manifest"], project, sdk);
        await OtherProgram.RunAsync("dotnet", ["tool", "install", "dotnet-migrator", "--version", version], project, sdk);
        var said = await OtherProgram.RunAsync("dotnet", ["migrator", "up", "--target", "latest", "--assembly", Samples.Two],
            project, sdk);

        Assert.Contains("2 applied", said, StringComparison.Ordinal);
        Assert.DoesNotContain(TestDatabase.RolePassword, said, StringComparison.Ordinal);
        Assert.Equal(2, (await sandbox.VersionsAsync()).Count);
    }
}
