using Deploy.Tests.Programs;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.Docker;

/// <summary>
/// What a Dockerfile would build, without Docker: its first stage's COPY and RUN in a folder, then what the last stage takes from
/// there, under a root of its own. The bases are this machine.
/// </summary>
internal sealed class ImageBuild : IDisposable
{
    /// <summary>The one thing that a build takes from the distribution. This machine has it.</summary>
    public const string Linker = "apt-get update && apt-get install -y --no-install-recommends clang zlib1g-dev";

    private readonly WorkingDirectory _folder = new();

    private ImageBuild(Stage last) => Last = last;

    /// <summary>The image's root.</summary>
    public string Root => Path.Combine(_folder.Path, "root");

    public Stage Last { get; }

    public static async Task<ImageBuild> RunAsync(string dockerfile)
    {
        var stages = Dockerfile.Read(dockerfile).Stages;
        Assert.Equal(2, stages.Count);
        var build = new ImageBuild(stages[^1]);
        var source = build._folder.Folder("source");
        var environment = stages[0].Of("ENV").SelectMany(Variables).ToDictionary();
        foreach (var instruction in stages[0].Instructions)
        {
            if (instruction.Keyword == "COPY")
                await Checkout.CopyAsync(instruction.Text.Split(' ')[..^1], source);
            else if (instruction is { Keyword: "RUN", Text: not Linker })
                await Shell.SucceedAsync(instruction.Text, source, environment);
        }

        foreach (var copy in stages[^1].Of("COPY"))
        {
            var (from, to) = (copy.Split(' ')[1], copy.Split(' ')[2]);
            Assert.StartsWith("/source/", from, StringComparison.Ordinal);
            await Shell.SucceedAsync(
                $"mkdir -p '{build.Root}{to}' && cp -r '{build._folder.Path}{from}.' '{build.Root}{to}'", source);
        }

        return build;
    }

    /// <summary>The entry point and the variables, as they are under this root.</summary>
    public (string Command, Dictionary<string, string> Environment) Start() => (
        string.Join(' ', System.Text.Json.JsonSerializer.Deserialize<string[]>(Last.Of("ENTRYPOINT").Single())!.Select(Here)),
        Last.Of("ENV").SelectMany(Variables).ToDictionary(one => one.Key, one => Here(one.Value)));

    public void Dispose() => _folder.Dispose();

    private string Here(string word) => word.StartsWith('/') ? Root + word : word;

    private static IEnumerable<KeyValuePair<string, string>> Variables(string text) =>
        text.Split(' ').Select(one => one.Split('=', 2)).Select(one => KeyValuePair.Create(one[0], one[1]));
}
