namespace Migrator.Sql.Reading;

/// <summary>One thing that a statement does: a statement of several parts does several.</summary>
/// <param name="Kind">What.</param>
/// <param name="Table">The table it is done to; of an index that is dropped, null.</param>
/// <param name="Lock">The lock on that table.</param>
internal sealed record SqlChange(ChangeKind Kind, RelationName? Table = null, TableLock Lock = TableLock.None)
{
    /// <summary>The column, constraint, index, value; of what is not known, its first words.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it is called in a message, where the kind does not tell: <c>VACUUM FULL</c>, <c>CREATE TRIGGER</c>,
    /// <c>UPDATE</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>Another table: the one that a foreign key points at, or the partition.</summary>
    public RelationName? Other { get; init; }

    public ColumnDefinition? Column { get; init; }

    /// <summary>The columns of a new table.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; init; } = [];

    /// <summary>The column that a CHECK proves to be without NULL; null for any other check.</summary>
    public string? NotNullColumn { get; init; }

    public bool Concurrently { get; init; }

    /// <summary>Whether it fails in a transaction, of its own or of a command with several statements.</summary>
    public bool FailsInTransaction { get; init; }

    public bool IfNotExists { get; init; }

    public bool NotValid { get; init; }

    public bool Cascades { get; init; }

    /// <summary>CREATE INDEX ON ONLY: of a partitioned table, without its partitions.</summary>
    public bool Only { get; init; }

    /// <summary>Whether rows are written without a condition.</summary>
    public bool WholeTable { get; init; }

    /// <summary>Whether it may write any number of rows.</summary>
    public bool ManyRows { get; init; }

    /// <summary>The type that a column gets; null where it is not said, or computed with USING.</summary>
    public string? NewType { get; init; }
}
