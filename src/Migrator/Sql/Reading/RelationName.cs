namespace Migrator.Sql.Reading;

/// <summary>
/// A table's name as the server folds it. The schema public is left out: what FluentMigrator renders with it, SQL is mostly
/// written without.
/// </summary>
internal sealed record RelationName
{
    public RelationName(string? schema, string name)
    {
        Schema = schema == "public" ? null : schema;
        Name = name;
    }

    /// <summary>Its schema; null for the usual one.</summary>
    public string? Schema { get; }

    public string Name { get; }

    public override string ToString() => Schema is null ? Name : $"{Schema}.{Name}";
}
