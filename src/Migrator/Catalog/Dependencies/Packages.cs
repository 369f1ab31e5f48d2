namespace Migrator.Catalog.Dependencies;

/// <summary>The packages of an assembly in NuGet's folders. Nothing is read before it is asked for.</summary>
internal sealed class Packages(string assembly)
{
    private readonly Lazy<DependencyList> _list = new(() => DependencyList.Beside(assembly));
    private readonly Lazy<IReadOnlyList<string>> _folders = new(() => PackageFolders.Of(assembly));

    /// <summary>Where packages are looked for.</summary>
    public IReadOnlyList<string> Folders => _folders.Value;

    /// <summary>The path of an assembly; null if it is in no package, or the package is in no folder.</summary>
    public string? FindAssembly(string name) => Find(_list.Value.Assembly(name));

    /// <summary>The path of a native library, likewise.</summary>
    public string? FindNative(string name) => Find(_list.Value.Native(name));

    /// <summary>The package that an assembly is of, with its version; null if none is listed.</summary>
    public string? PackageOf(string name) => _list.Value.Assembly(name)?.Package;

    private string? Find(PackageFile? file) => file is null ? null
        : Folders.Select(folder => Path.Combine(folder, file.Path)).FirstOrDefault(File.Exists);
}
