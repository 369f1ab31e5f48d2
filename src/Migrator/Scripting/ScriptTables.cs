using Migrator.Database.History;
using Migrator.SchemaCheck;

namespace Migrator.Scripting;

/// <summary>
/// The part of a script that creates what is missing of the version table and the journal. What is there is looked up first: to
/// say IF NOT EXISTS needs the right to create, even where there is nothing to.
/// </summary>
internal static class ScriptTables
{
    // Those that a journal of an older tool may lack.
    private static readonly (string Name, string Type)[] Later =
        [.. Journal.Columns.Where(column => column.Type.Contains("DEFAULT", StringComparison.Ordinal)
            || !column.Type.Contains("NOT NULL", StringComparison.Ordinal)
            && !column.Type.Contains("KEY", StringComparison.Ordinal))];

    public static string Sql(VersionTable table) =>
        $"""
        DO $migrator$
        BEGIN
          IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = '{table.Schema}') THEN
            {VersionTableSql.Schema(table)};
          END IF;
          IF NOT {Exists(table, table.Name)} THEN
            {string.Join("\n    ", VersionTableSql.Missing(table, new HashSet<string>()).Select(sql => sql + ";"))}
          END IF;
        {Column(table, table.AppliedOnColumn)}
        {Column(table, table.DescriptionColumn)}
          IF NOT {Exists(table, table.JournalName)} THEN
            {string.Join("\n    ", Journal.MissingSql(table, new HashSet<string>()).Select(sql => sql + ";"))}
          ELSIF (SELECT count(*) FROM pg_catalog.pg_attribute WHERE attrelid = {Oid(table, table.JournalName)}
              AND attname IN ({string.Join(", ", Later.Select(column => $"'{column.Name}'"))}) AND NOT attisdropped) < {Later.Length} THEN
            ALTER TABLE {table.QuotedJournalName} {string.Join(", ", Later.Select(column => $"ADD COLUMN IF NOT EXISTS {column.Name} {column.Type}"))};
          END IF;
        END
        $migrator$;
        """;

    private static string Column(VersionTable table, string column)
    {
        HashSet<string> others = [table.VersionColumn, table.AppliedOnColumn, table.DescriptionColumn];
        others.Remove(column);
        return $"""
              IF NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = {Oid(table, table.Name)} AND attname = '{column}' AND NOT attisdropped) THEN
                {VersionTableSql.Missing(table, others).Single()};
              END IF;
            """;
    }

    private static string Exists(VersionTable table, string name) => $"EXISTS {Oid(table, name)}";

    private static string Oid(VersionTable table, string name) =>
        $"(SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = "
            + $"'{table.Schema}' AND c.relname = '{name}')";
}
