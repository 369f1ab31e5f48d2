using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Xml.Linq;

namespace Migrator.Tests.Architecture;

/// <summary>The projects of this repository as they lie on disk.</summary>
internal static class ProjectFiles
{
    private static readonly string Root = FindRoot();

    /// <summary>The names of all projects under src.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(Root, "src"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    /// <summary>What a project file names itself, by item: <c>ProjectReference</c> or <c>PackageReference</c>.</summary>
    public static IReadOnlyList<string> Direct(string project, string item) =>
        [
            .. XDocument.Load(Path.Combine(Root, "src", project, project + ".csproj")).Descendants(item)
                .Select(reference => (string)reference.Attribute("Include")!)
                .Select(name => item == "ProjectReference" ? Path.GetFileNameWithoutExtension(name.Replace('\\', '/')) : name),
        ];

    /// <summary>Every project and package that it needs, directly or not, from the lock file that restore keeps.</summary>
    public static IReadOnlyList<string> Closure(string project)
    {
        using var lockFile = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "src", project, "packages.lock.json")));
        return
        [
            .. lockFile.RootElement.GetProperty("dependencies").EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject()).Select(dependency => dependency.Name).Distinct(),
        ];
    }

    /// <summary>A project's folder.</summary>
    public static string FolderOf(string project) => Path.Combine(Root, "src", project);

    /// <summary>A project's compiled assembly, of the same configuration as this test's own.</summary>
    public static string Assembly(string project, string? name = null)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Root, "src", project, "bin", output.Parent!.Name, output.Name, (name ?? project) + ".dll");
    }

    /// <summary>The simple names of the assemblies that a project's compiled code uses.</summary>
    public static IReadOnlyList<string> References(string project)
    {
        using var file = new PEReader(File.OpenRead(Assembly(project)));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Migrator.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie in their repository.");
        return folder.FullName;
    }
}
