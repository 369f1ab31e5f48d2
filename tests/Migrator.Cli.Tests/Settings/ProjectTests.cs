using System.Diagnostics;
using System.Globalization;
using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Settings;

/// <summary><c>--project</c>: built, then loaded. The real one is this repository's own.</summary>
[Trait("Of", "the .NET tool")]
public sealed class ProjectTests(TestServer server)
{
    [Fact]
    public async Task Project_IsBuiltAndApplied_WithItsProfile()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var project = Repository.PathOf("src", "Migrations", "Migrations.csproj");

        var up = await sandbox.Tool("up", "--project", project, "--allow-breaking", "--profile", "Development").WithSdk()
            .RunAsync();
        var again = await sandbox.Tool("status", "--exit-code", "--project", project, "--no-build").WithSdk().RunAsync();

        up.Exits(ExitCode.Success).Says("CreateCustomers", "profile DevelopmentData", "The schema is at ");
        again.Exits(ExitCode.Success).Says("Up to date");
        Assert.Equal(2, await sandbox.Database.ScalarAsync<long>("SELECT count(*) FROM customers"));
    }

    [Fact]
    public async Task Project_ThatDoesNotCompile_ShowsTheCompilersMessage()
    {
        using var directory = new WorkingDirectory();
        directory.Write("Broken.csproj",
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        directory.Write("Broken.cs", "public class Broken { public NoSuchType Field; }");

        var run = await (new ToolStart("up", "--project", "Broken.csproj", "--connection", "Host=localhost;Database=shop")
        { Directory = directory.Path }).WithSdk().RunAsync();

        run.Exits(ExitCode.Usage)
            .Complains("Broken.csproj does not build", "Broken.cs(1,30): error CS0246", "NoSuchType", "exit 2");
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task Project_ByItsFolder_IsTheOneInIt()
    {
        using var directory = new WorkingDirectory();
        directory.Write("src/My.fsproj", "<Project/>");
        directory.Write("src/notes.txt", "none");
        var tool = new ToolStart("up", "--project", "src", "--connection", "Host=localhost;Database=shop")
        { Directory = directory.Path };

        var one = await tool.With("PATH", directory.Path).RunAsync();
        directory.Write("src/My.csproj", "<Project/>");
        var two = await tool.RunAsync();
        directory.Folder("empty");
        var none = await (tool with { Arguments = [.. tool.Arguments[..2], "empty", .. tool.Arguments[3..]] }).RunAsync();

        // It is found, and would be built.
        one.Exits(ExitCode.Usage).Complains("--project needs the .NET SDK");
        two.Exits(ExitCode.Usage).Complains($"The folder {Path.Combine(directory.Path, "src")} has 2 projects: My.csproj, "
            + "My.fsproj. Name one of them");
        none.Exits(ExitCode.Usage).Complains($"There is no project in the folder {Path.Combine(directory.Path, "empty")}");
    }

    [Fact]
    public async Task Manifest_OfAProjectByItsFolder_LiesBesideIt()
    {
        var project = Repository.PathOf("src", "Migrations");

        var run = await new ToolStart("manifest", "--check", "--project", project, "--no-build").WithSdk().RunAsync();

        run.Exits(ExitCode.Success);
    }

    [Fact]
    public async Task Project_WithoutTheSdk_NamesTheOtherWay()
    {
        using var directory = new WorkingDirectory();
        directory.Write("My.csproj", "<Project/>");

        var run = await (new ToolStart("up", "--project", "My.csproj", "--connection", "Host=localhost;Database=shop")
        { Directory = directory.Path })
            .With("PATH", directory.Path).RunAsync();

        run.Exits(ExitCode.Usage).Complains("--project needs the .NET SDK", "--assembly");
    }

    [Fact]
    public async Task Signal_WhileTheProjectIsBuilt_EndsTheBuildToo()
    {
        using var directory = new WorkingDirectory();
        directory.Write("My.csproj", "<Project/>");
        WorkingDirectory.MakeOwn(directory.Write("bin/dotnet", "#!/bin/sh\nmkfifo never\necho $$ > pid\nmv pid building\nread "
            + "line < never\n"));
        var tool = new ToolStart("up", "--project", "My.csproj", "--connection", "Host=localhost;Database=shop")
        { Directory = directory.Path };
        await using var process = tool.With("PATH",
            directory.Folder("bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH")).Start();
        var build = int.Parse(await ReadOnceThereAsync(Path.Combine(directory.Path, "building")), CultureInfo.InvariantCulture);

        process.Send(Signal.Terminate);

        (await process.EndAsync()).Exits(ExitCode.Terminated).Complains("Cancelled; nothing was changed.");
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(build));
    }

    private static async Task<string> ReadOnceThereAsync(string path)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!File.Exists(path))
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        return await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
    }
}
