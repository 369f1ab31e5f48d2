using System.Text.Json;
using Deploy.Tests.Programs;
using Migrator.Testing;
using Migrator.Testing.Tool;

namespace Deploy.Tests.Docker;

public sealed class ImageTests(TestServer server)
{
    [Fact]
    public async Task Migrate_Builds_AndWhatIsInItMigratesAndWaits()
    {
        using var image = await ImageBuild.RunAsync("Dockerfile.migrate");
        await using var sandbox = await Sandbox.CreateAsync(server);
        var (command, environment) = image.Start();
        environment["MIGRATOR_CONNECTION"] = sandbox.Connection;

        await Shell.SucceedAsync($"{command} up --target latest --allow-breaking && {command} wait --timeout 0", image.Root, environment);

        // All that the base has to bring.
        Assert.Equal(["Microsoft.NETCore.App"], Frameworks(image, "tool/dotnet-migrator.runtimeconfig.json"));
    }

    [Fact]
    public async Task Web_Builds_AndHasNothingInItThatCouldMigrate()
    {
        using var image = await ImageBuild.RunAsync("Dockerfile.web");

        Assert.Equal(["Microsoft.AspNetCore.App", "Microsoft.NETCore.App"], Frameworks(image, "app/WebApi.runtimeconfig.json").Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Directory.EnumerateFiles(image.Root, "*.dll", SearchOption.AllDirectories).Select(Path.GetFileName),
            file => file!.StartsWith("FluentMigrator", StringComparison.Ordinal) || file is "Migrator.dll" or "Migrations.dll");
    }

    private static List<string> Frameworks(ImageBuild image, string file)
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(image.Root, file)));
        var options = config.RootElement.GetProperty("runtimeOptions");
        return options.TryGetProperty("frameworks", out var several)
            ? [.. several.EnumerateArray().Select(one => one.GetProperty("name").GetString()!)]
            : [options.GetProperty("framework").GetProperty("name").GetString()!];
    }
}
