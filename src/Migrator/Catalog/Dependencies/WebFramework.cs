using System.Runtime.InteropServices;

namespace Migrator.Catalog.Dependencies;

/// <summary>
/// What a web application has of its shared framework, and not beside it: options bound to a configuration, HTTP clients. This
/// process runs without that framework, but where .NET's SDK or a web runtime is installed it lies beside ours.
/// </summary>
internal static class WebFramework
{
    private static readonly Lazy<string?> Folder = new(() =>
    {
        var shared = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "Microsoft.AspNetCore.App");
        return !Directory.Exists(shared) ? null : Directory.EnumerateDirectories(shared)
            .Select(folder => (Folder: folder, Version: Version.TryParse(Path.GetFileName(folder), out var version) ? version : null))
            .Where(one => one.Version?.Major == Environment.Version.Major)
            .OrderByDescending(one => one.Version).FirstOrDefault().Folder;
    });

    /// <summary>The file of an assembly of it; null where it is none, or the framework is not installed.</summary>
    public static string? Find(string name) =>
        Folder.Value is { } folder && Path.Combine(folder, name + ".dll") is var file && File.Exists(file) ? file : null;
}
