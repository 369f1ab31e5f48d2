using Migrator.Shadow.Snapshot;

namespace Migrator;

/// <summary>One object of a database, as <c>pg_catalog</c> tells it: known by names, never by numbers, so that two databases can
/// be compared.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Schema">Its schema; empty for what belongs to the whole database.</param>
/// <param name="Name">Its own name; a function's has its arguments.</param>
/// <param name="Definition">The rest of it, as the server prints it, names qualified; empty where the name says all.</param>
public sealed record SchemaObject(ObjectKind Kind, string Schema, string Name, string Definition)
{
    /// <summary>The table, view or materialized view that it is part of; null for what stands alone.</summary>
    public string? Table { get; init; }

    /// <summary>The column that it is part of; null where it is none's.</summary>
    public string? Column { get; init; }

    /// <summary>Of a comment and of privileges: what they are on.</summary>
    public ObjectKind? On { get; init; }

    internal ObjectIdentity Identity => new(Kind, On, Schema, IsNamedInTable ? Table : null, Name);

    /// <summary>What it is part of, as far as that may be there: without one of these it cannot be there either.</summary>
    internal IEnumerable<ObjectIdentity> Enclosing
    {
        get
        {
            if (Subject != ObjectKind.Schema)
                yield return new(ObjectKind.Schema, null, Schema, null, Schema);
            if (On is { } on)
                yield return Identity with { Kind = on, On = null };
            if (Table is null)
                yield break;

            yield return new(ObjectKind.Table, null, Schema, null, Table);
            yield return new(ObjectKind.View, null, Schema, null, Table);
            yield return new(ObjectKind.MaterializedView, null, Schema, null, Table);
            if (Column is not null && Kind != ObjectKind.Column)
                yield return new(ObjectKind.Column, null, Schema, Table, Column);
        }
    }

    private ObjectKind Subject => On ?? Kind;

    // A sequence that a column owns is still named in its schema.
    private bool IsNamedInTable => Table is not null && Subject != ObjectKind.Sequence;

    /// <summary>Its schema, unless that is the default one, its table and its name, by dots:
    /// <c>orders.ix_orders_state</c>.</summary>
    public string DottedName(string defaultSchema) =>
        Qualified(defaultSchema, IsNamedInTable && Subject != ObjectKind.ColumnOrder ? $"{Table}.{Name}" : Name);

    /// <summary>What it is called in a sentence: <c>index ix_orders_state on orders</c>,
    /// <c>comment on column orders.state</c>.</summary>
    public string Title(string defaultSchema) => Kind switch
    {
        ObjectKind.Comment or ObjectKind.Privileges =>
            $"{Noun} on {(this with { Kind = On!.Value, On = null }).Title(defaultSchema)}",
        ObjectKind.Default or ObjectKind.ColumnOrder => $"{Noun} of {DottedName(defaultSchema)}",
        ObjectKind.Constraint or ObjectKind.Index or ObjectKind.Trigger or ObjectKind.Policy or ObjectKind.Rule
            or ObjectKind.Statistics =>
            $"{Noun} {Name} on {Qualified(defaultSchema, Table!)}",
        ObjectKind.Other => DottedName(defaultSchema),
        _ => $"{Noun} {DottedName(defaultSchema)}",
    };

    /// <summary>The word for its kind, in lower case.</summary>
    public string Noun => Kind switch
    {
        ObjectKind.ColumnOrder => "column order",
        ObjectKind.MaterializedView => "materialized view",
        _ => Kind.ToString().ToLowerInvariant(),
    };

    private string Qualified(string defaultSchema, string name) =>
        Schema.Length == 0 || Schema == defaultSchema || Subject is ObjectKind.Schema or ObjectKind.Other
            ? name : $"{Schema}.{name}";
}
