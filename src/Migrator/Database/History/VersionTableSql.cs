using Migrator.SchemaCheck;

namespace Migrator.Database.History;

/// <summary>The version table as FluentMigrator 8 makes it, column by column, so that it can go on from here.</summary>
internal static class VersionTableSql
{
    public static string Schema(VersionTable table) => $"CREATE SCHEMA {Identifier.Quote(table.Schema)}";

    /// <summary>What has to be run for the table to have its columns.</summary>
    public static IEnumerable<string> Missing(VersionTable table, IReadOnlySet<string> present)
    {
        if (present.Count == 0)
        {
            yield return $"CREATE TABLE {table.QuotedName} ({Identifier.Quote(table.VersionColumn)} bigint NOT NULL"
                + (table.CreateWithPrimaryKey
                    ? $", CONSTRAINT {Identifier.Quote(table.UniqueIndexName)} PRIMARY KEY "
                        + $"({Identifier.Quote(table.VersionColumn)})" : "") + ")";
            if (!table.CreateWithPrimaryKey)
                yield return $"CREATE UNIQUE INDEX {Identifier.Quote(table.UniqueIndexName)} ON {table.QuotedName} "
                    + $"({Identifier.Quote(table.VersionColumn)} ASC)";
        }

        if (!present.Contains(table.AppliedOnColumn))
            yield return $"ALTER TABLE {table.QuotedName} ADD {Identifier.Quote(table.AppliedOnColumn)} timestamp";
        if (!present.Contains(table.DescriptionColumn))
            yield return $"ALTER TABLE {table.QuotedName} ADD {Identifier.Quote(table.DescriptionColumn)} varchar(1024)";
    }
}
