namespace Migrator.TestSupport.Tool;

/// <summary>Where the tool under test lies: where its project puts it, or where MIGRATOR_TEST_TOOL says (a published
/// one).</summary>
public static class BuiltTool
{
    public const string Variable = "MIGRATOR_TEST_TOOL";

    /// <summary>The .NET that runs the tests.</summary>
    public static string DotnetRoot { get; } =
        Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } given ? given
        : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    /// <summary>The program and its first arguments.</summary>
    public static IReadOnlyList<string> Command { get; } = Find();

    /// <summary>
    /// Whether it is the test bundle: native code with every migration of the tests inside. The one that a test names is chosen
    /// by a variable.
    /// </summary>
    public static bool IsBundle { get; } = Command is [var path] && Path.GetFileName(path) == BundleName;

    // As messages call the tool, so that the tests find the words that they look for.
    private const string BundleName = "dotnet migrator";

    private static string[] Find()
    {
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? Path.GetFullPath(given) : Path.Combine(Repository.OutputOf("Migrator.Cli"), "dotnet-migrator");
        if (!File.Exists(path))
            throw new InvalidOperationException($"There is no tool to test at {path}.");

        return path.EndsWith(".dll", StringComparison.Ordinal) ? [Path.Combine(DotnetRoot, "dotnet"), path] : [path];
    }
}
