using Migrator.FluentRunner.Loading;
using Migrator.SchemaCheck;

namespace Migrator.Runs.Opening;

/// <summary>What all runs of an engine share: the migrations, the database, and what is the same for each.</summary>
internal sealed class RunSetup
{
    private readonly Lazy<MigrationCatalog> _catalog;
    private readonly Lazy<MigrationCatalog> _quickCatalog;

    /// <exception cref="ConfigurationException">A schema, table or role name is no plain identifier.</exception>
    public RunSetup(MigrationAssembly assembly, DatabaseOptions database, MigrationSelection selection, EngineOptions options)
    {
        VerifyNames(database);
        if (options.Services is { } services)
            (assembly, options) = (assembly.WithServices(services), options with { Services = null });
        Assembly = assembly = options.Generator is { } generator ? assembly.WithGenerator(generator) : assembly;
        Database = database;
        Selection = selection;
        Options = options;
        _catalog = new(() => CatalogReader.Read(assembly, selection, options.Manifest));
        _quickCatalog = new(() => CatalogReader.ReadQuickly(assembly, selection, options.Manifest));
    }

    public MigrationAssembly Assembly { get; }

    public DatabaseOptions Database { get; }

    public MigrationSelection Selection { get; }

    public EngineOptions Options { get; }

    /// <summary>What the code has. Read at first use.</summary>
    /// <exception cref="ConfigurationException">The assembly has no migrations that fit, or a version twice.</exception>
    public MigrationCatalog Catalog => _catalog.Value;

    /// <summary>The same, from the manifest where that is enough to see that nothing is pending.</summary>
    /// <exception cref="ConfigurationException">The assembly has no migrations that fit, or a version twice.</exception>
    public MigrationCatalog QuickCatalog => _quickCatalog.Value;

    /// <summary>The same without a profile.</summary>
    public RunSetup WithoutProfile() => new(Assembly, Database, Selection with { Profile = null }, Options);

    /// <summary>Opens sessions on the database.</summary>
    public SessionOpener Opener(IProgress<MigrationProgress>? progress) => new(Database, Options, progress);

    /// <summary>The version table: where the migrations want it, unless the options say otherwise.</summary>
    /// <exception cref="ConfigurationException">One of its names is no plain identifier.</exception>
    public VersionTable Locate(MigrationCatalog catalog) => Locate(Database, catalog.VersionTable);

    /// <exception cref="ConfigurationException">One of its names is no plain identifier.</exception>
    public static VersionTable Locate(DatabaseOptions database, VersionTable fromMigrations)
    {
        var table = database.Locate(fromMigrations);
        foreach (var name in table.Names)
            Verify("version table's", name);

        return table;
    }

    /// <exception cref="ConfigurationException">A schema, table or role name is no plain identifier.</exception>
    public static void VerifyNames(DatabaseOptions database)
    {
        Verify("schema", database.Schema);
        Verify("version table schema", database.VersionTableSchema);
        Verify("version table", database.VersionTableName);
        Verify("role", database.Role);
    }

    private static void Verify(string what, string? name)
    {
        if (name is not null && !Identifier.IsPlain(name))
            throw new ConfigurationException(
                $"The {what} name \"{name}\" is not a plain identifier: letters, digits, _ $ -, not starting with a digit, at "
                + $"most {Identifier.MaxBytes} bytes.");
    }
}
