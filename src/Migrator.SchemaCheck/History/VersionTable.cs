namespace Migrator.SchemaCheck;

/// <summary>
/// Where FluentMigrator keeps the applied versions: the truth about what a database has. The journal lies beside it, in the
/// same schema, named after it.
/// </summary>
public sealed record VersionTable
{
    /// <summary>FluentMigrator's own default: table <c>VersionInfo</c> in schema <c>public</c>.</summary>
    public static VersionTable Default { get; } = new();

    /// <summary>The schema that holds the table. Default <c>public</c>.</summary>
    public string Schema { get; init; } = "public";

    /// <summary>The table's name. Default <c>VersionInfo</c>.</summary>
    public string Name { get; init; } = "VersionInfo";

    /// <summary>The column of applied versions (bigint). Default <c>Version</c>.</summary>
    public string VersionColumn { get; init; } = "Version";

    /// <summary>The column that says when, in UTC (timestamp). Default <c>AppliedOn</c>.</summary>
    public string AppliedOnColumn { get; init; } = "AppliedOn";

    /// <summary>The column with the migration's description. Default <c>Description</c>.</summary>
    public string DescriptionColumn { get; init; } = "Description";

    /// <summary>The unique index on the version column. Default <c>UC_Version</c>.</summary>
    public string UniqueIndexName { get; init; } = "UC_Version";

    /// <summary>Whether a new table gets a primary key of that name instead of the index. Default no, as
    /// FluentMigrator.</summary>
    public bool CreateWithPrimaryKey { get; init; }

    /// <summary>The journal's name: the version table's with <c>Journal</c> behind.</summary>
    public string JournalName => Name + "Journal";

    /// <summary>Schema and name, quoted for SQL.</summary>
    public string QuotedName => $"{Identifier.Quote(Schema)}.{Identifier.Quote(Name)}";

    /// <summary>Schema and name of the journal, quoted for SQL.</summary>
    public string QuotedJournalName => $"{Identifier.Quote(Schema)}.{Identifier.Quote(JournalName)}";

    /// <summary>Every name of this table, to be checked with <see cref="Identifier.IsPlain"/> before it is used.</summary>
    public IEnumerable<string> Names =>
        [Schema, Name, JournalName, VersionColumn, AppliedOnColumn, DescriptionColumn, UniqueIndexName];
}
