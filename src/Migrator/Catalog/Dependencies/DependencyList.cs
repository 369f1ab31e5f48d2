using System.Runtime.InteropServices;
using System.Text.Json;

namespace Migrator.Catalog.Dependencies;

/// <summary>An assembly's <c>.deps.json</c>: which file of which package each of its dependencies is.</summary>
internal sealed class DependencyList
{
    private readonly Dictionary<string, PackageFile> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PackageFile> _natives = new(StringComparer.OrdinalIgnoreCase);

    private DependencyList()
    {
    }

    /// <summary>Reads the one beside an assembly; where there is none, or it cannot be read, nothing is known.</summary>
    public static DependencyList Beside(string assembly)
    {
        var list = new DependencyList();
        if (JsonFile.TryRead(Path.ChangeExtension(assembly, ".deps.json")) is not { } document)
            return list;

        using (document)
            list.Read(document.RootElement);
        return list;
    }

    /// <summary>The file that an assembly is; null if none is listed.</summary>
    public PackageFile? Assembly(string name) => _assemblies.GetValueOrDefault(name);

    /// <summary>The file that a native library is, by its name with or without what the system puts around it.</summary>
    public PackageFile? Native(string name) => _natives.GetValueOrDefault(Bare(name));

    private void Read(JsonElement root)
    {
        if (root.Get("runtimeTarget")?.Text("name") is not { } name || root.Get("libraries") is not { } libraries)
            return;

        foreach (var library in (root.Get("targets")?.Get(name)).Members())
        {
            if (libraries.Get(library.Name) is { } entry && entry.Text("type") == "package" && entry.Text("path") is { } path)
                Add(library.Name.Replace('/', ' '), path, library.Value);
        }
    }

    private void Add(string package, string path, JsonElement assets)
    {
        foreach (var asset in assets.Get("runtime").Members())
            _assemblies.TryAdd(Path.GetFileNameWithoutExtension(asset.Name), new(package, $"{path}/{asset.Name}"));

        // What is for this system goes before what is for all.
        var ranks = Runtimes();
        foreach (var asset in assets.Get("runtimeTargets").Members()
            .Select(one => (one.Name, Kind: one.Value.Text("assetType"), Rank: Array.IndexOf(ranks, one.Value.Text("rid"))))
            .Where(one => one.Rank >= 0).OrderByDescending(one => one.Rank))
        {
            if (asset.Kind == "native")
                _natives[Bare(Path.GetFileName(asset.Name))] = new(package, $"{path}/{asset.Name}");
            else
                _assemblies[Path.GetFileNameWithoutExtension(asset.Name)] = new(package, $"{path}/{asset.Name}");
        }
    }

    // The identifiers that fit this system, the nearest first.
    private static string[] Runtimes()
    {
        var runtime = RuntimeInformation.RuntimeIdentifier;
        var machine = runtime[(runtime.LastIndexOf('-') + 1)..];
        string[] systems = OperatingSystem.IsWindows() ? ["win"] : OperatingSystem.IsMacOS() ? ["osx", "unix"]
            : runtime.Contains("musl", StringComparison.Ordinal) ? ["linux-musl", "linux", "unix"] : ["linux", "unix"];
        return [runtime, .. systems.SelectMany(system => (string[])[$"{system}-{machine}", system]), "any"];
    }

    private static string Bare(string native)
    {
        var name = Path.GetExtension(native) is ".so" or ".dll" or ".dylib" ? Path.GetFileNameWithoutExtension(native) : native;
        return name.StartsWith("lib", StringComparison.Ordinal) ? name[3..] : name;
    }
}

/// <summary>A file of a package.</summary>
/// <param name="Package">The package with its version, for messages.</param>
/// <param name="Path">Where it lies below a folder of packages.</param>
internal sealed record PackageFile(string Package, string Path);
