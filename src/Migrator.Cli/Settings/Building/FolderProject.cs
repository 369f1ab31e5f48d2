namespace Migrator.Cli.Settings.Building;

/// <summary>A project that is named by its folder, as dotnet takes it.</summary>
internal static class FolderProject
{
    private static readonly string[] Kinds = [".csproj", ".fsproj", ".vbproj"];

    /// <summary>The one project in a folder; a path that is no folder as it is.</summary>
    /// <exception cref="ConfigurationException">The folder has none, or several.</exception>
    public static string Find(string path)
    {
        if (!Directory.Exists(path))
            return path;

        string[] projects = [.. Directory.EnumerateFiles(path)
            .Where(file => Kinds.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)];
        return projects switch
        {
            [var one] => one,
            [] => throw new ConfigurationException($"There is no project in the folder {path}. Correct --project."),
            _ => throw new ConfigurationException($"The folder {path} has {projects.Length} projects: "
                + $"{string.Join(", ", projects.Select(Path.GetFileName))}. Name one of them: --project."),
        };
    }
}
