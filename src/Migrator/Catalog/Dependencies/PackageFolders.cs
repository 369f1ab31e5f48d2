using System.Text.Json;

namespace Migrator.Catalog.Dependencies;

/// <summary>
/// Where NuGet keeps packages, as far as an assembly's surroundings tell: a class library is built without them beside it.
/// </summary>
internal static class PackageFolders
{
    private const string Assets = "project.assets.json";

    /// <summary>The folders, the most certain first.</summary>
    public static IReadOnlyList<string> Of(string assembly) =>
    [
        .. Named(assembly).Where(folder => folder.Length > 0 && !folder.Contains('|', StringComparison.Ordinal))
            .Select(Path.GetFullPath).Distinct(),
    ];

    private static IEnumerable<string> Named(string assembly)
    {
        if (JsonFile.TryRead(Path.ChangeExtension(assembly, ".runtimeconfig.dev.json")) is { } config)
        {
            using (config)
            {
                foreach (var folder in (config.RootElement.Get("runtimeOptions")?.Get("additionalProbingPaths")).Texts())
                    yield return folder;
            }
        }

        if (Restored(assembly) is { } restored)
        {
            using (restored)
            {
                foreach (var folder in restored.RootElement.Get("packageFolders").Members())
                    yield return folder.Name;
            }
        }

        if (Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given)
            yield return given;
        if (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home)
            yield return Path.Combine(home, ".nuget", "packages");
    }

    // What the restore of its project wrote, in obj beside bin, or in the artifacts folder's.
    private static JsonDocument? Restored(string assembly)
    {
        var name = Path.GetFileNameWithoutExtension(assembly);
        for (var folder = Path.GetDirectoryName(assembly); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (JsonFile.TryRead(Path.Combine(folder, "obj", Assets)) is { } own)
                return own;
            if (JsonFile.TryRead(Path.Combine(folder, "obj", name, Assets)) is { } shared)
                return shared;
        }

        return null;
    }
}
