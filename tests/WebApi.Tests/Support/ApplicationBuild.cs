using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Storefront.WebApi.Tests.Support;

/// <summary>
/// A build of the application. Another release is the same program with another manifest in it: its bytes are replaced in a copy,
/// with blanks behind, so that there is neither a second build to wait for nor a setting that only tests would use.
/// </summary>
internal sealed record ApplicationBuild(string Folder)
{
    private const string Program = "WebApi.dll";

    private static readonly string Manifest = File.ReadAllText(Repository.PathOf("src", "Migrations",
        "migrations.manifest.json"));

    private static readonly ConcurrentDictionary<string, Lazy<ApplicationBuild>> Others = new();

    /// <summary>As it was built.</summary>
    public static ApplicationBuild Current { get; } = new(Repository.OutputOf("WebApi"));

    /// <summary>How it is started.</summary>
    public IReadOnlyList<string> Command => [Path.Combine(BuiltTool.DotnetRoot, "dotnet"), Path.Combine(Folder, Program)];

    /// <summary>A release from before these last migrations were written.</summary>
    public static ApplicationBuild Before(int last) => With(manifest =>
    {
        for (var i = 0; i < last; i++)
            manifest["migrations"]!.AsArray().RemoveAt(manifest["migrations"]!.AsArray().Count - 1);
    });

    /// <summary>A release with another manifest.</summary>
    public static ApplicationBuild With(Action<JsonNode> change)
    {
        var manifest = JsonNode.Parse(Manifest)!;
        change(manifest);
        return Others.GetOrAdd(manifest.ToJsonString(), text => new(() => Copy(text))).Value;
    }

    private static ApplicationBuild Copy(string manifest)
    {
        var folder = CompiledMigrations.NewFolder();
        foreach (var file in Directory.EnumerateFiles(Current.Folder))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));

        var program = File.ReadAllBytes(Path.Combine(folder, Program));
        var before = Encoding.UTF8.GetBytes(Manifest);
        var place = program.AsSpan().IndexOf(before);
        Assert.True(place >= 0, "The application does not embed the committed manifest.");
        Encoding.UTF8.GetBytes(manifest.PadRight(before.Length)).CopyTo(program.AsSpan(place, before.Length));
        File.WriteAllBytes(Path.Combine(folder, Program), program);
        return new(folder);
    }
}
