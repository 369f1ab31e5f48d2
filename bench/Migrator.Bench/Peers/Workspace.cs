namespace Migrator.Bench.Peers;

/// <summary>Where what is measured is made: below artifacts, and kept, since some of it takes minutes to compile.</summary>
internal static class Workspace
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine("artifacts", "bench"));

    public static string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    /// <summary>Where `bench/install` puts the peers.</summary>
    public static string Installed(params string[] parts) => Path.GetFullPath(Path.Combine([".migrator", "bench", .. parts]));

    /// <summary>Writes a file unless it has that text already.</summary>
    /// <returns>Whether it changed.</returns>
    public static bool Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        if (File.Exists(path) && File.ReadAllText(path) == text)
            return false;

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return true;
    }

    /// <summary>A project that inherits nothing of this repository's settings.</summary>
    public static string Project(string name, string project, IReadOnlyDictionary<string, string> files)
    {
        var folder = Folder(name);
        foreach (var file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            Write(folder, file, "<Project />\n");
        Write(folder, $"{name}.csproj", project);
        foreach (var (file, text) in files)
            Write(folder, file, text);
        return Path.Combine(folder, $"{name}.csproj");
    }
}
