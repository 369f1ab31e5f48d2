using FluentMigrator.Runner.Initialization;
using FluentMigrator.Runner.VersionTableInfo;
using Microsoft.Extensions.DependencyInjection;
using Migrator.FluentRunner.Injection;
using Migrator.SchemaCheck;

namespace Migrator.FluentRunner.Loading;

/// <summary>Where the migrations want their versions kept, by a class of theirs.</summary>
internal static class VersionTableReader
{
    /// <summary>The version table. An empty schema means: the default one, which the session's options know.</summary>
    /// <exception cref="ConfigurationException">Two assemblies have such a class, and they name two tables.</exception>
    public static VersionTable Read(MigrationAssembly assembly, MigrationSelection selection)
    {
        Type[] classes = [.. assembly.ExportedTypes().Where(type => type is { IsAbstract: false, IsClass: true }
            && typeof(IVersionTableMetaData).IsAssignableFrom(type) && selection.Includes(type))];
        var given = MigrationServices.Of(assembly);
        if (classes.Length == 0 && !given.Have(typeof(IVersionTableMetaData))
            && !given.Have(typeof(IVersionTableMetaDataAccessor)))
            return VersionTable.Default with { Schema = "" };

        using var container = new Container(FluentMigratorServices.Create(assembly, selection, schema: null));
        var chosen = Of(OwnClasses.Made<IVersionTableMetaData>(container, given, "version table"));
        // FluentMigrator takes the first; of one assembly that is its own matter, of two it is how they happen to be named.
        foreach (var other in classes.DistinctBy(type => type.Assembly).Skip(1))
        {
            if (Of((IVersionTableMetaData)ActivatorUtilities.CreateInstance(container.Services, other)) != chosen)
                throw new ConfigurationException(
                    $"Two assemblies have a version table class: {Named(classes[0])} and {Named(other)}. One history has one "
                    + "table: remove one of the classes, or apply each assembly by itself.");
        }

        return chosen;
    }

    private static string Named(Type type) => $"{type.FullName} in {type.Assembly.GetName().Name}";

    private static VersionTable Of(IVersionTableMetaData metaData) => new()
    {
        Schema = metaData.SchemaName ?? "",
        Name = metaData.TableName,
        VersionColumn = metaData.ColumnName,
        AppliedOnColumn = metaData.AppliedOnColumnName,
        DescriptionColumn = metaData.DescriptionColumnName,
        UniqueIndexName = metaData.UniqueIndexName,
        CreateWithPrimaryKey = metaData.CreateWithPrimaryKey,
    };
}
