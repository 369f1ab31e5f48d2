using System.Collections.Concurrent;

namespace Migrator.TestSupport.Tool;

/// <summary>Starts the test bundle where a test starts the tool with an assembly: the same one, compiled in.</summary>
internal static class TestBundle
{
    private const string Option = "--assembly";
    private const string Variable = "MIGRATOR_ASSEMBLY";

    private static readonly ConcurrentDictionary<string, string?> Fingerprints = new(StringComparer.Ordinal);

    public static ToolStart Adapt(ToolStart start)
    {
        if (!BuiltTool.IsBundle || start.Program != BuiltTool.Command || Find(start) is not { } assembly)
            return start;

        var at = Array.IndexOf(start.Arguments, Option);
        var adapted = start with
        {
            Arguments = at < 0 ? start.Arguments : [.. start.Arguments[..at], .. start.Arguments[(at + 2)..]],
            Environment = new(start.Environment),
        };
        adapted.Environment.Remove(Variable);
        adapted.Environment["MIGRATOR_TEST_ASSEMBLY"] = Path.GetFileNameWithoutExtension(assembly);
        if (Fingerprints.GetOrAdd(assembly, path => MigrationIndex.Of(MigrationAssembly.Load(path))) is { } fingerprint)
            adapted.Environment["MIGRATOR_TEST_FINGERPRINT"] = fingerprint;
        return adapted;
    }

    // What cannot be loaded has no place in a bundle: such a test is one of the tool alone.
    private static string? Find(ToolStart start)
    {
        var at = Array.IndexOf(start.Arguments, Option);
        var path = at >= 0 && at + 1 < start.Arguments.Length
            ? start.Arguments[at + 1] : start.Environment.GetValueOrDefault(Variable);
        return path is not null && File.Exists(path) ? path : null;
    }
}
