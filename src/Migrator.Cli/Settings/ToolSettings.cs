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

    /// <param name="reader">The settings.</param>
    /// <param name="bundled">What this program was made for; null if that is not said.</param>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    public static MigrationSelection Selection(SettingsReader reader, MigrationSelection? bundled = null)
    {
        var chosen = new MigrationSelection(reader.Get(SharedSettings.Tag), reader.Find(SharedSettings.Profile));
        if (reader.Find(SharedSettings.Namespace) is not { } name)
            return reader.Get(SharedSettings.Nested) && bundled?.Namespace is null
                ? throw new ConfigurationException(
                    $"{reader.NameOf(SharedSettings.Nested, reader.FindAll(SharedSettings.Nested).Source)} is given without a "
                    + "namespace within which others could be. Give it, too: --namespace NAME.")
                : chosen with
                {
                    Namespace = bundled?.Namespace,
                    NestedNamespaces = bundled?.NestedNamespaces == true || reader.Get(SharedSettings.Nested),
                };

        return name.Length == 0 ? throw reader.Bad(SharedSettings.Namespace, "must be the name of a namespace")
            : chosen with { Namespace = name, NestedNamespaces = reader.Get(SharedSettings.Nested) };
    }

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
        ComparesManifest = !isBundle && NamedMigrations.AreOfProject(reader),
    };

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
}
