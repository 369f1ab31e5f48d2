namespace Migrator.Sql.Reading;

/// <summary>One thing that a statement does: a statement of several parts does several.</summary>
/// <param name="Kind">What.</param>
/// <param name="Table">The table it is done to; of an index that is dropped, null.</param>
/// <param name="Lock">The lock on that table.</param>
internal sealed record SqlChange(ChangeKind Kind, RelationName? Table = null, LockMode? Lock = null)
{
    /// <summary>The column, constraint, index, value; of what is not known, its first words.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it is called in a message, where the kind does not tell: <c>VACUUM FULL</c>, <c>CREATE TRIGGER</c>,
    /// <c>UPDATE</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>Another table: the one that a foreign key points at, the partition, what a table is called from now on; or the
    /// index that is meant.</summary>
    public RelationName? Other { get; init; }

    public ColumnDefinition? Column { get; init; }

    /// <summary>The columns of a new table.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; init; } = [];

    /// <summary>The columns that a CHECK proves to be without NULL, or the text of an expression.</summary>
    public IReadOnlyList<string> NotNullColumns { get; init; } = [];

    /// <summary>The columns of an index, a key or a foreign key, in their order, without expressions.</summary>
    public IReadOnlyList<string> KeyColumns { get; init; } = [];

    /// <summary>The names in a CHECK, or in an index's expressions and condition; the schemas that are dropped.</summary>
    public IReadOnlyList<string> Mentions { get; init; } = [];

    /// <summary>What a column, a constraint or an index is called from now on, or the schema that a table gets.</summary>
    public string NewName { get; init; } = "";

    /// <summary>The constraint's name, where <see cref="Name"/> is the column's.</summary>
    public string Constraint { get; init; } = "";

    /// <summary>The columns by which a new table is partitioned, or the text of an expression; null if it is not.</summary>
    public IReadOnlyList<string>? PartitionBy { get; init; }

    /// <summary>Whether a partition takes what fits no other.</summary>
    public bool IsDefaultPartition { get; init; }

    /// <summary>Of a domain: whether it has a constraint, which every row has to meet.</summary>
    public bool Checked { get; init; }

    /// <summary>Of a domain: a function that its default calls and that is volatile, or may be; null if there is none.</summary>
    public string? VolatileFunction { get; init; }

    public bool Concurrently { get; init; }

    /// <summary>Whether what is there already is left as it is, or replaced; so with what is made along with it.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>Whether rows that are there are not looked at: NOT VALID, or NOT ENFORCED.</summary>
    public bool NotValid { get; init; }

    /// <summary>Whether new rows are not looked at either.</summary>
    public bool NotEnforced { get; init; }

    /// <summary>Whether a key holds over time: WITHOUT OVERLAPS, or PERIOD.</summary>
    public bool Temporal { get; init; }

    /// <summary>Of NOT NULL: whether it is said as a constraint of the table or domain, and not of a column.</summary>
    public bool OfTable { get; init; }

    public bool Cascades { get; init; }

    /// <summary>CREATE INDEX ON ONLY: of a partitioned table, without its partitions.</summary>
    public bool Only { get; init; }

    /// <summary>Whether rows are written without a condition.</summary>
    public bool WholeTable { get; init; }

    /// <summary>Whether it may write any number of rows.</summary>
    public bool ManyRows { get; init; }

    /// <summary>The type that a column gets; null where it is not said, or computed with USING.</summary>
    public string? NewType { get; init; }

    /// <summary>The collation that a column gets with its type; null where none is said.</summary>
    public string? Collation { get; init; }
}

/// <summary>What a part of a statement does, as far as a rule asks.</summary>
internal enum ChangeKind
{
    /// <summary>The reader does not know the statement.</summary>
    Unknown,

    /// <summary>It is known, but not what it runs: DO, CALL, EXECUTE, a function of somebody's own.</summary>
    Opaque,

    /// <summary>Locks a table, and is of no interest beyond that.</summary>
    Locks,

    CreateTable,
    CreatePartition,
    CreateDomain,

    /// <summary>A view, a sequence, a type: new, if it is met again in the same migration.</summary>
    CreateOther,

    CreateIndex,
    DropIndex,
    RenameIndex,
    Reindex,
    AddColumn,
    DropColumn,
    ChangeType,
    SetNotNull,
    DropNotNull,
    AddForeignKey,
    AddCheck,
    AddUnique,
    AddExclusion,

    /// <summary>An index becomes a constraint's: UNIQUE or PRIMARY KEY USING INDEX.</summary>
    AdoptIndex,
    ValidateConstraint,
    DropConstraint,
    RenameConstraint,
    Rename,
    SetSchema,
    DropTable,

    /// <summary>A view, a sequence, a type, a domain is gone.</summary>
    DropOther,
    DropSchema,
    Truncate,

    /// <summary>Writes a table or a materialized view anew: VACUUM FULL, CLUSTER, SET LOGGED, REFRESH.</summary>
    Rewrite,

    AttachPartition,
    DetachPartition,

    /// <summary>LOCK TABLE.</summary>
    LockTable,

    /// <summary>Takes a right on a table, a sequence or a schema from somebody.</summary>
    Revoke,

    /// <summary>A trigger, a policy or a rule of a table.</summary>
    Trigger,

    AddEnumValue,
    WriteRows,
    TransactionControl,
}
