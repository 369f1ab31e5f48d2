using FluentMigrator.Runner.VersionTableInfo;
using Migrator.SchemaCheck;

namespace Migrator.FluentRunner.Loading;

/// <summary>The version table as FluentMigrator sees it. It owns no schema: none is ever dropped.</summary>
internal sealed class LocatedVersionTable(VersionTable table) : IVersionTableMetaData
{
    public bool OwnsSchema => false;

    public string SchemaName => table.Schema;

    public string TableName => table.Name;

    public string ColumnName => table.VersionColumn;

    public string DescriptionColumnName => table.DescriptionColumn;

    public string UniqueIndexName => table.UniqueIndexName;

    public string AppliedOnColumnName => table.AppliedOnColumn;

    public bool CreateWithPrimaryKey => table.CreateWithPrimaryKey;
}
