using System.Reflection;
using System.Runtime.Loader;
using Migrator.Catalog.Dependencies;

namespace Migrator.Catalog;

/// <summary>Loads a migrations assembly: its own dependencies from beside it or from NuGet's folders, what it exchanges with us
/// from our process.</summary>
/// <param name="path">The assembly.</param>
/// <param name="group">Those that are loaded together with it.</param>
internal sealed class MigrationLoadContext(string path, MigrationLoadGroup group) : AssemblyLoadContext("migrations")
{
    private static readonly Lazy<HashSet<string>> Platform = new(() =>
    [
        .. (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator)
            .Select(file => Path.GetFileNameWithoutExtension(file)),
    ]);

    private readonly AssemblyDependencyResolver _resolver = new(path);
    private readonly string _folder = Path.GetDirectoryName(path)!;
    private readonly Packages _packages = new(path);

    /// <summary>The assembly.</summary>
    public string File => path;

    /// <summary>Whether it is called that.</summary>
    public bool IsNamed(string name) => name.Equals(Path.GetFileNameWithoutExtension(path), StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes sure that what some types use can be loaded: else it would be missed in the middle of a run.</summary>
    /// <exception cref="ConfigurationException">Something is not there.</exception>
    public void Verify(Assembly assembly, IReadOnlyList<Type> types)
    {
        GoneMembers.Verify(assembly, path, types.Select(type => type.MetadataToken),
            name => IsShared(name.Name!) ? TryLoadOurs(name.Name!)?.GetName() : null);
        // Of most migrations all is ours, and their code need not be read.
        if (assembly.GetReferencedAssemblies().All(reference => IsHere(reference.Name!)))
            return;

        foreach (var (name, user) in UsedReferences.Of(path, types.Select(type => type.MetadataToken)))
        {
            if (FindMissing(name, []) is { } missing)
                throw new ConfigurationException(Message(assembly, user, missing));
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (IsShared(assemblyName.Name!) && TryLoadOurs(assemblyName.Name!) is { } ours)
            return ours;
        if (group.Other(this, assemblyName.Name!) is { } other)
            return other.LoadFromAssemblyPath(other.File);
        if (group.UserOf(this) is { } user && user.Find(assemblyName) is not null)
            return user.LoadFromAssemblyName(assemblyName);
        if (Find(assemblyName) is not { } file)
            return null;

        return group.FirstWithSame(this, assemblyName) is { } same
            ? same.LoadFromAssemblyName(assemblyName) : LoadFromAssemblyPath(file);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        (_resolver.ResolveUnmanagedDllToPath(unmanagedDllName) ?? _packages.FindNative(unmanagedDllName)) is { } file
            ? LoadUnmanagedDllFromPath(file) : 0;

    // The first that cannot be had of an assembly and what it needs in its turn. What its own list does not have either, such as
    // what only another system needs, is nobody's loss.
    private string? FindMissing(string name, HashSet<string> seen)
    {
        if (!seen.Add(name) || IsHere(name) || group.Other(this, name) is not null)
            return null;
        if (Find(new AssemblyName(name)) is not { } file)
            return seen.Count == 1 || _packages.PackageOf(name) is not null ? name : null;

        return UsedReferences.All(file).Select(reference => FindMissing(reference, seen)).FirstOrDefault(one => one is not null);
    }

    private string Message(Assembly assembly, string user, string missing)
    {
        var package = _packages.PackageOf(missing) is { } known ? $"{missing} (of the package {known})" : missing;
        return $"{user} of {assembly.GetName().Name} needs {package}, which lies neither beside it nor in "
            + $"{string.Join(", ", _packages.Folders)}. Restore the packages (dotnet restore), use the output of dotnet publish, "
            + "or build with -p:CopyLocalLockFileAssemblies=true.";
    }

    /// <summary>Where a dependency lies, other than in this process; null where it is nowhere.</summary>
    public string? Find(AssemblyName name)
    {
        if (_resolver.ResolveAssemblyToPath(name) is { } resolved && System.IO.File.Exists(resolved))
            return resolved;
        if (!string.IsNullOrEmpty(name.CultureName))
            return null;
        if (Path.Combine(_folder, name.Name + ".dll") is var beside && System.IO.File.Exists(beside))
            return beside;

        // A package of what the platform has by itself: the newer of them, as in any application.
        return IsHere(name.Name!) && !(name.Version > TryLoadOurs(name.Name!)?.GetName().Version)
            ? null : _packages.FindAssembly(name.Name!) ?? WebFramework.Find(name.Name!);
    }

    private static bool IsHere(string name) =>
        Platform.Value.Contains(name) || Platform.Value.Count <= 1 && TryLoadOurs(name) is not null;

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
