using Migrator.Sql.Reading;

namespace Migrator.Linting.State;

/// <summary>What the migrations so far have left of a table.</summary>
internal sealed class KnownTable
{
    private readonly Dictionary<string, ColumnDefinition> _columns = [];
    private readonly Dictionary<string, SqlChange> _checks = [];
    private readonly HashSet<string> _foreignKeys = [];
    private readonly List<RelationName> _partitions = [];

    /// <summary>Whether a migration made it.</summary>
    public bool Created { get; set; }

    /// <summary>Its indexes, those of its constraints too, by name.</summary>
    public Dictionary<string, SqlChange> Indexes { get; } = [];

    /// <summary>The columns by which it is partitioned; null if it is not, as far as is known.</summary>
    public IReadOnlyList<string>? PartitionedBy { get; private set; }

    /// <summary>Its partitions.</summary>
    public IReadOnlyList<RelationName> Partitions => _partitions;

    /// <summary>The partition for what fits no other.</summary>
    public RelationName? DefaultPartition { get; private set; }

    /// <summary>Whether it has a policy for row level security.</summary>
    public bool HasPolicy { get; private set; }

    public bool HasValidCheck => _checks.Values.Any(check => !check.NotValid);

    /// <summary>A column as it was last defined; null if that is not known.</summary>
    public ColumnDefinition? Column(string name) => _columns.GetValueOrDefault(name);

    /// <summary>Whether every row surely has a value, so that SET NOT NULL need not look.</summary>
    public bool IsProvenNotNull(string column) => Column(column) is { NotNull: true }
        || _checks.Values.Any(check => !check.NotValid && check.NotNullColumns.Contains(column));

    /// <summary>Whether a constraint proves that a column has a value.</summary>
    public bool IsProof(string constraint, Func<string, bool> of) =>
        _checks.GetValueOrDefault(constraint)?.NotNullColumns.Any(of) == true;

    /// <summary>Whether a CHECK, or an index's expression or condition, has the column in it.</summary>
    public bool IsMentioned(string column) =>
        _checks.Values.Concat(Indexes.Values).Any(one => one.Mentions.Contains(column));

    public bool IsIndexed(string column) => Indexes.Values.Any(index => index.KeyColumns.Contains(column));

    /// <summary>Whether it is part of a foreign key; of one that points at it, the migrations' text is not asked.</summary>
    public bool IsForeignKey(string column) => _foreignKeys.Contains(column);

    /// <summary>The columns of an index that another table has, and this one lacks; null if it lacks none.</summary>
    public string? FirstIndexMissing(KnownTable from) => from.Indexes.Values
        .FirstOrDefault(index => !Indexes.Values.Any(own => own.KeyColumns.SequenceEqual(index.KeyColumns))) is { } missing
        ? string.Join(", ", missing.KeyColumns) : null;

    public void Attach(RelationName partition, SqlChange change)
    {
        _partitions.Add(partition);
        if (change.IsDefaultPartition)
            DefaultPartition = partition;
    }

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
                _columns[change.Name] = (Column(change.Name) ?? new(change.Name, ""))
                    with
                { Type = change.Action, Collation = change.Collation };
                break;
            case ChangeKind.SetNotNull when change.NotValid:
                _checks[change.Constraint] = change with { NotNullColumns = [change.Name] };
                break;
            case ChangeKind.SetNotNull when Column(change.Name) is { } column:
                _columns[change.Name] = column with { NotNull = true, NotNullName = Given(change.Constraint) };
                break;
            case ChangeKind.DropNotNull when Column(change.Name) is { } column:
                _columns[change.Name] = column with { NotNull = false };
                break;
            case ChangeKind.DropColumn or ChangeKind.Rename:
                Forget(change.Name);
                break;
            case ChangeKind.AddCheck:
                _checks[NameOr(change, _checks.Count)] = change;
                break;
            case ChangeKind.AddForeignKey:
                _foreignKeys.UnionWith(change.KeyColumns);
                break;
            case ChangeKind.ValidateConstraint when _checks.TryGetValue(change.Name, out var check):
                _checks[change.Name] = check with { NotValid = false };
                break;
            case ChangeKind.DropConstraint:
                _checks.Remove(change.Name);
                if (_columns.Values.FirstOrDefault(column => IsNotNullOf(column, change)) is { } nullable)
                    _columns[nullable.Name] = nullable with { NotNull = false };
                Indexes.Remove(change.Name);
                break;
            case ChangeKind.AddUnique or ChangeKind.AddExclusion or ChangeKind.CreateIndex:
                Indexes[NameOr(change, Indexes.Count)] = change;
                if (change.Action == "PRIMARY KEY")
                    foreach (var column in change.KeyColumns.Where(_columns.ContainsKey))
                        _columns[column] = _columns[column] with { NotNull = true };
                break;
            case ChangeKind.AttachPartition when change.Other is { } partition:
                Attach(partition, change);
                break;
            case ChangeKind.DetachPartition when change.Other is { } partition:
                _partitions.Remove(partition);
                if (DefaultPartition == partition)
                    DefaultPartition = null;
                break;
            case ChangeKind.Trigger when change.Action == "CREATE POLICY":
                HasPolicy = true;
                break;
        }
    }

    // From PostgreSQL 18 on it is a constraint, which has a name whether one was given or not.
    private static bool IsNotNullOf(ColumnDefinition column, SqlChange dropped) =>
        column.NotNull && dropped.Name == (column.NotNullName ?? $"{dropped.Table?.Name}_{column.Name}_not_null");

    private static string? Given(string name) => name.Length == 0 ? null : name;

    private static string NameOr(SqlChange change, int count) => change.Name.Length > 0 ? change.Name : $" {change.Kind} {count}";

    private void Add(ColumnDefinition column)
    {
        _columns[column.Name] = column;
        if (column.Constraint is "UNIQUE" or "PRIMARY KEY")
            Indexes[$" {column.Name}"] = new(ChangeKind.AddUnique) { KeyColumns = [column.Name] };
        if (column.Constraint == "CHECK")
            _checks[$" {column.Name}"] = new(ChangeKind.AddCheck) { Mentions = [column.Name] };
        if (column.References is not null)
            _foreignKeys.Add(column.Name);
    }

    private void Forget(string column)
    {
        _columns.Remove(column);
        foreach (var name in _checks.Where(one => one.Value.NotNullColumns.Contains(column)).Select(one => one.Key).ToList())
            _checks.Remove(name);
    }
}
