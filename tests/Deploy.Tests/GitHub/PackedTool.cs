using Deploy.Tests.Programs;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.GitHub;

/// <summary>The tool as a package in a folder, and a runner's folders to install it into.</summary>
public sealed class PackedTool : IAsyncLifetime
{
    private readonly WorkingDirectory _folder = new();

    public string Version { get; } = $"0.0.0-test.{Guid.NewGuid():N}";

    public string Packages => Path.Combine(_folder.Path, "packages");

    public string RunnerTemp => Path.Combine(_folder.Path, "temp");

    /// <summary>Nothing of another run's or the user's caches may take part.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["NUGET_PACKAGES"] = Path.Combine(_folder.Path, "cache"),
        ["DOTNET_CLI_HOME"] = Path.Combine(_folder.Path, "home"),
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };

    public async ValueTask InitializeAsync()
    {
        _folder.Folder("temp");
        await Shell.SucceedAsync(
            $"dotnet pack src/Migrator.Cli/Migrator.Cli.csproj --no-build -c "
            + $"'{new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name}' -o '{Packages}' -p:PackageVersion='{Version}'",
            Repository.Root);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
