namespace Migrator.Tests.Support;

/// <summary>A class by which migrations name their version table.</summary>
internal static class VersionTableClass
{
    public static string Of(string name, string table) => $$"""
        public class {{name}} : FluentMigrator.Runner.VersionTableInfo.IVersionTableMetaData
        {
            public bool OwnsSchema => false;
            public string SchemaName => "";
            public string TableName => "{{table}}";
            public string ColumnName => "Version";
            public string DescriptionColumnName => "Description";
            public string AppliedOnColumnName => "AppliedOn";
            public string UniqueIndexName => "UC_Version";
            public bool CreateWithPrimaryKey => false;
        }
        """;
}
