using System.Reflection;

namespace Migrator.SchemaCheck;

/// <summary>How an application checks its schema at startup.</summary>
public sealed class SchemaCheckOptions
{
    /// <summary>How long to wait at most for a deploy to finish, or for the database to come up. Default 30 seconds; zero looks
    /// once.</summary>
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether a database that has more migrations than this build knows, none of them breaking, is accepted. Default yes: so it
    /// is in every rolling deploy, and after a rollback of the code.
    /// </summary>
    public bool AcceptAhead { get; set; } = true;

    /// <summary>The tags that the deploy step runs with. Default none.</summary>
    public IList<string> Tags { get; } = [];

    /// <summary>The application's name in messages; null for the host's application name.</summary>
    public string? ApplicationName { get; set; }

    /// <summary>What brings the schema that is missing, for messages.</summary>
    public string DeployCommand { get; set; } = "dotnet migrator up --target latest";

    /// <summary>The database; null for the <c>NpgsqlDataSource</c> that is registered as a service.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The assembly that embeds the manifest; null for the entry assembly, else the one that the host's application is
    /// named after.</summary>
    public Assembly? ManifestAssembly { get; set; }

    /// <summary>The manifest itself, where no assembly embeds it; null to read the embedded one.</summary>
    public SchemaManifest? Manifest { get; set; }

    /// <summary>The version table's schema; null for what the manifest says, else <c>public</c>.</summary>
    public string? VersionTableSchema { get; set; }

    /// <summary>The version table's name; null for what the manifest says, else <c>VersionInfo</c>.</summary>
    public string? VersionTableName { get; set; }

    internal VersionTable Locate(VersionTable? fromManifest)
    {
        var table = fromManifest ?? VersionTable.Default;
        return table with
        {
            Schema = VersionTableSchema ?? (table.Schema.Length > 0 ? table.Schema : VersionTable.Default.Schema),
            Name = VersionTableName ?? table.Name,
        };
    }
}
