using Migrator.Sql.Reading;

namespace Migrator.Linting.State;

/// <summary>What the migrations so far have left of a table.</summary>
/// <param name="name">Its name when it was met first, without its schema.</param>
internal sealed class KnownTable(string name)
{
    private readonly Dictionary<string, ColumnDefinition> _columns = [];
    private readonly KnownConstraints _constraints = new();
    private readonly List<RelationName> _partitions = [];
    private int _policies;

    /// <summary>Its name, after which the server calls what has none.</summary>
    public string Name { get; set; } = name;

    /// <summary>Whether a migration made it.</summary>
    public bool Created { get; set; }

    /// <summary>The columns by which it is partitioned, or the text of an expression; null if it is not, as far as is
    /// known.</summary>
    public IReadOnlyList<string>? PartitionedBy { get; private set; }

    /// <summary>Its partitions.</summary>
    public IReadOnlyList<RelationName> Partitions => _partitions;

    /// <summary>The partition for what fits no other.</summary>
    public RelationName? DefaultPartition { get; private set; }

    /// <summary>Whether it has a policy for row level security.</summary>
    public bool HasPolicy => _policies > 0;

    public bool HasValidCheck => _constraints.Checks.Any(check => !check.NotValid);

    /// <summary>A column as it was last defined; null if that is not known.</summary>
    public ColumnDefinition? Column(string column) => _columns.GetValueOrDefault(column);

    /// <summary>Whether every row surely has a value, so that SET NOT NULL need not look.</summary>
    public bool IsProvenNotNull(string column) => Column(column) is { NotNull: true }
        || _constraints.Checks.Any(check => !check.NotValid && check.NotNullColumns.Contains(column));

    /// <summary>Whether a constraint proves that a column has a value.</summary>
    public bool IsProof(string constraint, Func<string, bool> of) =>
        _constraints.Check(constraint)?.NotNullColumns.Any(of) == true;

    /// <summary>Whether a CHECK, or an index's expression or condition, has the column in it.</summary>
    public bool IsMentioned(string column) =>
        _constraints.Checks.Concat(_constraints.Indexes).Any(one => one.Mentions.Contains(column));

    public bool IsIndexed(string column) => _constraints.Indexes.Any(index => index.KeyColumns.Contains(column));

    /// <summary>Whether an index of this name is its, that of a constraint included.</summary>
    public bool HasIndex(string index) => _constraints.Index(index) is not null;

    /// <summary>Whether it is part of a foreign key; of one that points at it, the migrations' text is not asked.</summary>
    public bool IsForeignKey(string column) => _constraints.ForeignKeys.Any(key => key.KeyColumns.Contains(column));

    /// <summary>The columns of an index that another table has, and this one lacks; null if it lacks none.</summary>
    public string? FirstIndexMissing(KnownTable from) => from._constraints.Indexes
        .FirstOrDefault(index => !_constraints.Indexes.Any(own => own.KeyColumns.SequenceEqual(index.KeyColumns))) is { } missing
        ? string.Join(", ", missing.KeyColumns) : null;

    /// <summary>A table is its partition from now on.</summary>
    public void Attach(RelationName partition, SqlChange change)
    {
        if (!_partitions.Contains(partition))
            _partitions.Add(partition);
        if (change.IsDefaultPartition)
            DefaultPartition = partition;
    }

    /// <summary>A table is no longer its partition, or is called otherwise.</summary>
    public void Detach(RelationName partition, RelationName? renamed = null)
    {
        var at = _partitions.IndexOf(partition);
        if (at < 0)
            return;

        if (renamed is null)
            _partitions.RemoveAt(at);
        else
            _partitions[at] = renamed;
        if (DefaultPartition == partition)
            DefaultPartition = renamed;
    }

    /// <summary>It is partitioned itself.</summary>
    public void Partition(IReadOnlyList<string>? by) => PartitionedBy = by;

    /// <summary>An index of its is gone.</summary>
    public void DropIndex(string index) => _constraints.DropIndex(index);

    /// <summary>An index of its is called otherwise, and what it stands for with it.</summary>
    public void RenameIndex(string index, string renamed) => _constraints.RenameIndex(index, renamed);

    /// <summary>Takes note of a change of this table.</summary>
    public void Apply(SqlChange change)
    {
        switch (change.Kind)
        {
            case ChangeKind.CreateTable:
                Created = true;
                PartitionedBy = change.PartitionBy;
                foreach (var column in change.Columns)
                    Add(column);
                break;
            case ChangeKind.AddColumn:
                Add(change.Column!);
                break;
            case ChangeKind.ChangeType:
                _columns[change.Name] = Known(change.Name) with { Type = change.Action, Collation = change.Collation };
                break;
            case ChangeKind.SetNotNull when change.NotValid:
                _constraints.SetCheck(change.Constraint, change with { NotNullColumns = [change.Name] });
                break;
            case ChangeKind.SetNotNull when change.Name.Length > 0:
                _columns[change.Name] = Known(change.Name) with { NotNull = true, NotNullName = Given(change.Constraint) };
                break;
            case ChangeKind.DropNotNull:
                _columns[change.Name] = Known(change.Name) with { NotNull = false };
                _constraints.DropNotNull(change.Name);
                break;
            case ChangeKind.DropColumn:
                _columns.Remove(change.Name);
                _constraints.DropColumn(change.Name);
                break;
            case ChangeKind.Rename:
                Rename(change.Name, change.NewName);
                break;
            case ChangeKind.AddCheck or ChangeKind.AddUnique or ChangeKind.AddExclusion or ChangeKind.CreateIndex:
            case ChangeKind.AddForeignKey when change.KeyColumns.Count > 0:
                Add(change);
                break;
            case ChangeKind.AdoptIndex when change.Other is { } index:
                RenameIndex(index.Name, change.Name);
                if (change.Action == "PRIMARY KEY")
                    SetNotNull(_constraints.Index(change.Name)?.KeyColumns ?? []);
                break;
            case ChangeKind.ValidateConstraint when _constraints.Check(change.Name) is { } check:
                _constraints.SetCheck(change.Name, check with { NotValid = false });
                break;
            case ChangeKind.RenameConstraint:
                _constraints.Rename(change.Name, change.NewName);
                break;
            case ChangeKind.DropConstraint:
                _constraints.Drop(change.Name);
                if (_columns.Values.FirstOrDefault(column => IsNotNullOf(column, change)) is { } nullable)
                    _columns[nullable.Name] = nullable with { NotNull = false };
                break;
            case ChangeKind.AttachPartition when change.Other is { } partition:
                Attach(partition, change);
                break;
            case ChangeKind.DetachPartition when change.Other is { } partition:
                Detach(partition);
                break;
            case ChangeKind.Trigger when change.Action is "CREATE POLICY" or "DROP POLICY":
                _policies = Math.Max(0, _policies + (change.Action == "CREATE POLICY" ? 1 : -1));
                break;
        }
    }

    // From PostgreSQL 18 on it is a constraint, which has a name whether one was given or not.
    private static bool IsNotNullOf(ColumnDefinition column, SqlChange dropped) =>
        column.NotNull && dropped.Name == (column.NotNullName ?? $"{dropped.Table?.Name}_{column.Name}_not_null");

    private static string? Given(string name) => name.Length == 0 ? null : name;

    private ColumnDefinition Known(string column) => Column(column) ?? new(column, "");

    private void Add(ColumnDefinition column)
    {
        _columns[column.Name] = column;
        foreach (var constraint in column.Constraints)
            Add(constraint);
    }

    private void Add(SqlChange constraint)
    {
        _constraints.Add(Name, constraint, _columns.ContainsKey);
        if (constraint.Action == "PRIMARY KEY")
            SetNotNull(constraint.KeyColumns);
    }

    private void SetNotNull(IEnumerable<string> columns)
    {
        foreach (var column in columns)
            _columns[column] = Known(column) with { NotNull = true };
    }

    private void Rename(string column, string renamed)
    {
        if (_columns.Remove(column, out var known))
            _columns[renamed] = known with { Name = renamed };
        if (PartitionedBy is not null)
            PartitionedBy = KnownConstraints.Renamed(PartitionedBy, column, renamed);
        _constraints.RenameColumn(column, renamed);
    }
}
