namespace Migrator;

/// <summary>What an object of a snapshot is.</summary>
public enum ObjectKind
{
    /// <summary>A schema.</summary>
    Schema,

    /// <summary>An extension. What belongs to one is never in a snapshot.</summary>
    Extension,

    /// <summary>An enum, a domain, a range or a composite type.</summary>
    Type,

    /// <summary>A table, partitioned and foreign ones included.</summary>
    Table,

    /// <summary>A column of a table, without its default.</summary>
    Column,

    /// <summary>The default of a column.</summary>
    Default,

    /// <summary>The order of a table's columns. Compared only where both sides have the same columns.</summary>
    ColumnOrder,

    /// <summary>A primary key, a unique, check, exclusion or foreign key constraint; an index that belongs to one is part of
    /// it.</summary>
    Constraint,

    /// <summary>An index that belongs to no constraint; its definition says if it is INVALID.</summary>
    Index,

    /// <summary>A trigger.</summary>
    Trigger,

    /// <summary>A row security policy.</summary>
    Policy,

    /// <summary>A rewrite rule.</summary>
    Rule,

    /// <summary>An extended statistics object.</summary>
    Statistics,

    /// <summary>A sequence, without its value.</summary>
    Sequence,

    /// <summary>A view.</summary>
    View,

    /// <summary>A materialized view.</summary>
    MaterializedView,

    /// <summary>A function, procedure or aggregate; its arguments are part of its name.</summary>
    Function,

    /// <summary>
    /// An operator, a collation, a cast, a text search object, a publication, a foreign server, an event trigger, ...: of these
    /// only that they are there.
    /// </summary>
    Other,

    /// <summary>The comment on another object.</summary>
    Comment,

    /// <summary>The owner of another object and who has which rights on it.</summary>
    Privileges,
}
