namespace Migrator;

/// <summary>A table, index, sequence, view or materialized view.</summary>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The server's letter for its kind, such as <c>r</c> for a table.</param>
public sealed record Relation(string Schema, string Name, char Kind)
{
    /// <summary>Its name, with its schema unless that is the default one.</summary>
    public string DottedName(string defaultSchema) => Schema == defaultSchema ? Name : $"{Schema}.{Name}";
}
