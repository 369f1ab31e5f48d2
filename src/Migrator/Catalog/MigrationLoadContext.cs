using System.Reflection;
using System.Runtime.Loader;

namespace Migrator.Catalog;

/// <summary>Loads a migrations assembly: its own dependencies from beside it, what it exchanges with us from our
/// process.</summary>
internal sealed class MigrationLoadContext(string path) : AssemblyLoadContext("migrations")
{
    private readonly AssemblyDependencyResolver _resolver = new(path);
    private readonly string _folder = Path.GetDirectoryName(path)!;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (IsShared(assemblyName.Name!) && TryLoadOurs(assemblyName.Name!) is { } ours)
            return ours;

        // A class library's own list of dependencies may point into a package cache; the folder is asked as well.
        var file = _resolver.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;

    private static bool IsShared(string name) =>
        name.StartsWith("FluentMigrator", StringComparison.Ordinal)
        || name is "Npgsql"
        || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);

    private static Assembly? TryLoadOurs(string name)
    {
        try
        {
            // By name alone: the migrations may have been built with an older or newer patch than ours.
            return Default.LoadFromAssemblyName(new AssemblyName(name));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
