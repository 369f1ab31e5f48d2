using Migrator.Cli.Settings.Building;
using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Settings;

/// <summary>The settings that all verbs share, bound.</summary>
internal static class ToolSettings
{
    // The commit or build number, as the usual CI systems name it.
    private static readonly string[] BuildVariables =
    [
        "GITHUB_SHA", "CI_COMMIT_SHA", "BUILD_SOURCEVERSION", "BUILD_BUILDNUMBER", "CIRCLE_SHA1", "BITBUCKET_COMMIT",
        "GIT_COMMIT", "BUILD_NUMBER",
    ];

    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public static DatabaseOptions Database(SettingsReader reader, Func<CancellationToken, ValueTask<string>> connection)
    {
        var defaults = new DatabaseOptions { Connection = connection };
        return defaults with
        {
            Schema = reader.Find(SharedSettings.Schema) ?? defaults.Schema,
            VersionTableSchema = reader.Find(SharedSettings.VersionTableSchema),
            VersionTableName = reader.Find(SharedSettings.VersionTable),
            Role = reader.Find(SharedSettings.SetRole),
            ConnectWait = reader.Get(SharedSettings.ConnectWait),
            LockWait = reader.Get(SharedSettings.LockWait),
            LockTimeout = reader.Get(SharedSettings.LockTimeout),
            LockRetry = reader.Get(SharedSettings.LockRetry),
            TerminateOrphans = reader.Get(SharedSettings.TerminateOrphans),
            StatementTimeout = reader.Get(SharedSettings.StatementTimeout),
        };
    }

    public static MigrationSelection Selection(SettingsReader reader) =>
        new(reader.Get(SharedSettings.Tag), reader.Find(SharedSettings.Profile));

    /// <summary>The migrations with the generator that a setting names, if one does.</summary>
    /// <exception cref="ConfigurationException">There is none of that name.</exception>
    public static MigrationAssembly WithGenerator(MigrationAssembly migrations, SettingsReader reader) =>
        migrations.WithGenerator(SqlGenerator.Find(SharedSettings.Generator.Read(reader, migrations.Generator.Name))!);

    /// <param name="reader">The settings.</param>
    /// <param name="isBundle">Whether the migrations are part of this program.</param>
    public static EngineOptions Engine(SettingsReader reader, bool isBundle) => new()
    {
        Build = reader.Find(SharedSettings.BuildId)
            ?? BuildVariables.Select(reader.Environment).FirstOrDefault(value => value is not null),
        ToolVersion = ToolVersion.Short,
        Manifest = Manifest(reader),
        // From a project in work, not an artefact of a build that has checked it: there a manifest is forgotten.
        ComparesManifest = !isBundle && IsFromProject(reader),
    };

    private static bool IsFromProject(SettingsReader reader)
    {
        var (assembly, project) = (reader.FindAll(SharedSettings.Assembly).Source, reader.FindAll(SharedSettings.Project).Source);
        return project != SettingSource.None && (assembly == SettingSource.None || project < assembly);
    }

    /// <summary>The manifest that a setting names; null where none does.</summary>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public static SchemaManifest? Manifest(SettingsReader reader) =>
        reader.PathOf(SharedSettings.Manifest) is { } path ? Manifest(path) : null;

    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public static SchemaManifest Manifest(string path)
    {
        try
        {
            return SchemaManifest.Load(path);
        }
        catch (ManifestException exception)
        {
            throw new ConfigurationException(exception.Message, exception);
        }
    }

    /// <exception cref="ConfigurationException">No migrations are named, or two at once, or they cannot be built or
    /// loaded.</exception>
    public static async Task<MigrationAssembly> MigrationsAsync(SettingsReader reader, CancellationToken cancellationToken)
    {
        if (ProjectPath(reader) is not { } project)
            return MigrationAssembly.Load(reader.PathOf(SharedSettings.Assembly)!);

        return MigrationAssembly.Load(await ProjectBuild.BuildAsync(
            project, reader.Find(SharedSettings.Configuration) ?? "Debug", !reader.Get(SharedSettings.NoBuild),
            cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The project that the migrations are built from; null where a built assembly is named, or named first.</summary>
    /// <exception cref="ConfigurationException">No migrations are named, or two at once.</exception>
    public static string? ProjectPath(SettingsReader reader)
    {
        var assembly = reader.FindAll(SharedSettings.Assembly).Source;
        var project = reader.FindAll(SharedSettings.Project).Source;
        if (assembly == SettingSource.None && project == SettingSource.None)
            throw new ConfigurationException(
                "no migrations to run. Set one of: --project My.Migrations.csproj, --assembly My.Migrations.dll, or a "
                + "migrator.json here or above "
                + "with { \"project\": \"src/My.Migrations/My.Migrations.csproj\" }.");
        if (assembly == project)
            throw new ConfigurationException(
                $"Both {reader.NameOf(SharedSettings.Assembly, assembly)} and {reader.NameOf(SharedSettings.Project, project)} "
                + $"are given. Give one of them.");

        return project == SettingSource.None || (assembly != SettingSource.None && assembly < project)
            ? null : FolderProject.Find(reader.PathOf(SharedSettings.Project)!);
    }
}
