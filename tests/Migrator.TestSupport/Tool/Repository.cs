namespace Migrator.TestSupport.Tool;

/// <summary>The repository that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Where a project under src is built to, in the tests' own configuration.</summary>
    public static string OutputOf(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return PathOf("src", project, "bin", own.Parent!.Name, own.Name);
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Migrator.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No Migrator.sln above {AppContext.BaseDirectory}.");
    }
}
