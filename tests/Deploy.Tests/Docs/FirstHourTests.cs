using Deploy.Tests.Docker;
using Deploy.Tests.GitHub;
using Deploy.Tests.Programs;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.Docs;

/// <summary>What the README tells a team to do in its own repository, done as it is written.</summary>
public sealed class FirstHourTests(TestServer server, PackedTool tool) : IClassFixture<PackedTool>
{
    private static readonly Page Readme = Page.ReadAt(Repository.PathOf("README.md"));

    [Fact]
    public async Task AToolFromAFolder_IsRestoredOnAFreshMachine_AndMigrates()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        using var team = new WorkingDirectory();
        var packages = team.Folder("packages");
        foreach (var file in Directory.EnumerateFiles(tool.Packages, "*.nupkg"))
            File.Copy(file, Path.Combine(packages, Path.GetFileName(file)));
        team.Write("nuget.config", Assert.Single(Readme.Of("xml")));
        team.Write("migrator.json", $$"""{ "assembly": "{{Samples.Two}}" }""");
        using var desk = new Machine(sandbox.Connection);
        foreach (var command in Commands("console", "$ ").Where(one => one.Contains(" tool", StringComparison.Ordinal)))
            await desk.RunAsync(command.Replace("1.0.0", tool.Version, StringComparison.Ordinal), team.Path);

        // A clone: what is committed, and no cache.
        using var clone = new WorkingDirectory();
        await Shell.SucceedAsync($"cp -r '{team.Path}/.' .", clone.Path);
        using var runner = new Machine(sandbox.Connection);
        var said = "";
        foreach (var command in Commands("yaml", "- run: "))
            said += await runner.RunAsync(command, clone.Path);

        Assert.Contains("2 applied", said, StringComparison.Ordinal);
        Assert.Equal(2, (await sandbox.VersionsAsync()).Count);
    }

    [Fact]
    public void APack_HasTheVersionThatIsSaid()
    {
        var pack = Assert.Single(Commands("console", "$ "), one => one.StartsWith("dotnet pack ", StringComparison.Ordinal));

        // As the release does it.
        Assert.EndsWith(" -p:Version=1.0.0", pack, StringComparison.Ordinal);
        Assert.Contains("-p:Version=", File.ReadAllText(Repository.PathOf("deploy", "release", "pack")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheDockerfileOfATeam_RestoresAndBundles_AndEndsOnABaseWithoutDotnet()
    {
        var file = Dockerfile.Parse(Assert.Single(Page.Read("bundle.md").Of("dockerfile")));

        Assert.Equal([ImageBuild.Linker, "dotnet tool restore", "dotnet migrator bundle -o out/migrate"],
            file.Stages[0].Of("RUN"));
        Assert.Contains("/runtime-deps:", file.Stages[1].Base, StringComparison.Ordinal);
        Assert.Equal("--from=build /source/out/migrate /migrate", Assert.Single(file.Stages[1].Of("COPY")));
        // Read as far as the project that it is told of.
        using var team = new WorkingDirectory();
        team.Write("migrator.json", """{ "project": "src/My.Migrations.csproj" }""");
        var bundle = await (new ToolStart("bundle", "-o", "out/migrate") { Directory = team.Path }).WithSdk().RunAsync();
        Assert.Contains(Path.Combine(team.Path, "src", "My.Migrations.csproj"), bundle.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Commands(string language, string prompt) => Readme.Of(language)
        .SelectMany(block => block.Split('\n')).Where(line => line.StartsWith(prompt, StringComparison.Ordinal))
        .Select(line => line[prompt.Length..]);

    // One that has the SDK and nothing of NuGet's: no cache, and no source but those that the repository names.
    private sealed class Machine : IDisposable
    {
        private readonly WorkingDirectory _home = new();
        private readonly Dictionary<string, string> _environment;

        public Machine(string connection)
        {
            _home.Write(".nuget/NuGet/NuGet.Config", "<configuration><packageSources><clear /></packageSources></configuration>");
            _environment = new()
            {
                ["HOME"] = _home.Path,
                ["DOTNET_CLI_HOME"] = _home.Path,
                ["NUGET_PACKAGES"] = _home.Folder("cache"),
                ["DOTNET_NOLOGO"] = "1",
                ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["MIGRATOR_CONNECTION"] = connection,
            };
        }

        public Task<string> RunAsync(string command, string folder) => Shell.SucceedAsync(command, folder, _environment);

        public void Dispose() => _home.Dispose();
    }
}
