using System.Text.Json;
using System.Text.RegularExpressions;
using Deploy.Tests.Kubernetes;
using Deploy.Tests.Programs;
using Deploy.Tests.Roles;
using k8s.Models;
using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.Docker;

public sealed partial class ImageTests(TestServer server)
{
    [Fact]
    public async Task Migrate_Builds_AndWhatIsInItMigratesAndWaits()
    {
        using var image = await ImageBuild.RunAsync("Dockerfile.migrate");
        await using var sandbox = await Sandbox.CreateAsync(server);
        var (command, environment) = image.Start();
        environment["MIGRATOR_CONNECTION"] = sandbox.Connection;

        await Shell.SucceedAsync($"{command} up --target latest --allow-breaking && {command} wait --timeout 0", image.Root,
            environment);

        // The base has to bring nothing but the system's libraries.
        Assert.Equal("migrate",
            Path.GetFileName(Assert.Single(Directory.EnumerateFiles(image.Root, "*", SearchOption.AllDirectories))));
    }

    [Fact]
    public async Task Web_Builds_AndHasNothingInItThatCouldMigrate()
    {
        using var image = await ImageBuild.RunAsync("Dockerfile.web");

        Assert.Equal(["Microsoft.AspNetCore.App", "Microsoft.NETCore.App"],
            Frameworks(image, "app/WebApi.runtimeconfig.json").Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Directory.EnumerateFiles(image.Root, "*.dll", SearchOption.AllDirectories).Select(Path.GetFileName),
            file => file!.StartsWith("FluentMigrator", StringComparison.Ordinal) || file is "Migrator.dll" or "Migrations.dll");

        await using var roles = await RolesDatabase.CreateAsync(server);
        using var pod = new PodSurroundings(roles);
        (await roles.UpAsync()).Exits(ExitCode.Success);
        await IsReadyAsync(image, pod);
    }

    // As its pod would start it, and asked as its probes would ask.
    private static async Task IsReadyAsync(ImageBuild image, PodSurroundings pod)
    {
        var container = Assert.Single((await Overlay.OneAsync<V1Deployment>("base")).Spec.Template.Spec.Containers);
        var (command, environment) = image.Start();
        environment.Remove("ASPNETCORE_HTTP_PORTS");
        environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        var start = new ToolStart { Program = command.Split(' '), Directory = image.Root + "/app", Environment = environment };
        await using var web = pod.Apply(start, container).Start();
        await web.UntilItSaysAsync("Now listening on: http://127.0.0.1:");
        await web.UntilItSaysAsync("Application started.");
        using var http = new HttpClient { BaseAddress = new(Address().Match(web.Said).Value) };
        foreach (var probe in (V1Probe[])[container.StartupProbe, container.ReadinessProbe, container.LivenessProbe])
        {
            using var response = await http.GetAsync(new Uri(probe.HttpGet.Path, UriKind.Relative),
                TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, $"{probe.HttpGet.Path}: {response.StatusCode}\n{web.Said}");
        }

        web.Send(Signal.Terminate);
        Assert.Equal(0, (await web.EndAsync()).ExitCode);
    }

    private static List<string> Frameworks(ImageBuild image, string file)
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(image.Root, file)));
        var options = config.RootElement.GetProperty("runtimeOptions");
        return options.TryGetProperty("frameworks", out var several)
            ? [.. several.EnumerateArray().Select(one => one.GetProperty("name").GetString()!)]
            : [options.GetProperty("framework").GetProperty("name").GetString()!];
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
