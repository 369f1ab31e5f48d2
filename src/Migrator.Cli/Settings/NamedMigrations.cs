using Migrator.Cli.Settings.Building;

namespace Migrator.Cli.Settings;

/// <summary>Where the settings say that the migrations are: projects, built assemblies, or both.</summary>
/// <param name="Projects">The projects, which are built first.</param>
/// <param name="Assemblies">The built assemblies.</param>
internal sealed record NamedMigrations(IReadOnlyList<string> Projects, IReadOnlyList<string> Assemblies)
{
    /// <summary>Reads the settings. What stands nearer counts: flags alone, else variables alone, else migrator.json.</summary>
    /// <exception cref="ConfigurationException">None are named, or one is named twice.</exception>
    public static NamedMigrations Of(SettingsReader reader)
    {
        var (assembly, project) = Sources(reader);
        if (assembly == SettingSource.None && project == SettingSource.None)
            throw new ConfigurationException(
                "no migrations to run. Set one of: --project My.Migrations.csproj, --assembly My.Migrations.dll, or a "
                + "migrator.json here or above "
                + "with { \"project\": \"src/My.Migrations/My.Migrations.csproj\" }.");

        return new(
            IsTaken(project, assembly) ? [.. Once(reader, SharedSettings.Project, project).Select(FolderProject.Find)] : [],
            IsTaken(assembly, project) ? Once(reader, SharedSettings.Assembly, assembly) : []);
    }

    /// <summary>Whether a project is named, and not only what was built.</summary>
    public static bool AreOfProject(SettingsReader reader)
    {
        var (assembly, project) = Sources(reader);
        return IsTaken(project, assembly);
    }

    /// <summary>Builds the projects, one after the other, and loads all.</summary>
    /// <exception cref="ConfigurationException">They cannot be built or loaded.</exception>
    public async Task<MigrationAssembly> LoadAsync(SettingsReader reader, CancellationToken cancellationToken)
    {
        var (configuration, builds) = (reader.Find(SharedSettings.Configuration) ?? "Debug", !reader.Get(SharedSettings.NoBuild));
        List<string> files = [];
        foreach (var project in Projects)
            files.Add(await ProjectBuild.BuildAsync(project, configuration, builds, cancellationToken).ConfigureAwait(false));

        return MigrationAssembly.Load([.. files, .. Assemblies]);
    }

    private static (SettingSource Assembly, SettingSource Project) Sources(SettingsReader reader) =>
        (reader.FindAll(SharedSettings.Assembly).Source, reader.FindAll(SharedSettings.Project).Source);

    private static bool IsTaken(SettingSource one, SettingSource other) =>
        one != SettingSource.None && (other == SettingSource.None || one <= other);

    // Whoever named one twice may have meant another.
    private static IReadOnlyList<string> Once(SettingsReader reader, PathsSetting setting, SettingSource source)
    {
        var paths = reader.Get(setting);
        return paths.GroupBy(path => path).FirstOrDefault(same => same.Skip(1).Any()) is not { } twice ? paths
            : throw new ConfigurationException($"{reader.NameOf(setting, source)} names {twice.Key} twice. Name it once.");
    }
}
