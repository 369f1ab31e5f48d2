using Migrator.Sql.Reading;

namespace Migrator.Linting.State;

/// <summary>
/// What the migrations so far have left, as far as their text tells and a rule asks: with it, the last step of a safe sequence is
/// known from an unsafe one. It need not be complete; what it does not know is reported.
/// </summary>
internal sealed class KnownSchema
{
    private static readonly KnownTable Nothing = new("");

    private readonly Dictionary<RelationName, KnownTable> _tables = [];

    /// <summary>The names that were given so far.</summary>
    public KnownNames Names { get; } = new();

    /// <summary>The domains that were made so far.</summary>
    public KnownDomains Domains { get; } = new();

    /// <summary>What is known of a table; of one that is not known, nothing.</summary>
    public KnownTable this[RelationName table] => _tables.GetValueOrDefault(table, Nothing);

    /// <summary>The table that an index is of, in whose schema it lives; without a schema, the search path may mean
    /// another.</summary>
    public RelationName? TableOfIndex(RelationName? index)
    {
        if (index is null)
            return null;

        var named = _tables.Where(one => one.Value.HasIndex(index.Name)).Select(one => one.Key).ToList();
        return named.Find(table => table.Schema == index.Schema)
            ?? (index.Schema is null && named.Count == 1 ? named[0] : null);
    }

    /// <summary>Whether a change of a column's type touches no row and builds no index, as far as the migrations tell.</summary>
    public bool IsFree(SqlChange change)
    {
        if (change is not { Table: { } table, NewType: { } type } || this[table] is not { } facts
            || facts.Column(change.Name) is not { Type: { } before } column)
            return false;

        var (from, to) = (Domains.BaseOf(before), Domains.BaseOf(type));
        return to is not null && from is not null && ColumnTypes.IsFree(from, to) && column.Collation == change.Collation
            && !facts.IsMentioned(change.Name) && (ColumnTypes.KeepsIndexes(from, to) || !facts.IsIndexed(change.Name))
            && (ColumnTypes.IsSame(from, to) || !facts.IsForeignKey(change.Name));
    }

    /// <summary>What a change does where IF NOT EXISTS, or OR REPLACE, meets what is there; null for nothing.</summary>
    public SqlChange? Effective(SqlChange change) => !change.IfNotExists ? change : change switch
    {
        { Kind: ChangeKind.CreateTable or ChangeKind.CreateOther, Table: { } made } when this[made].Created => null,
        { Kind: ChangeKind.CreatePartition, Other: { } partition } when this[partition].Created => null,
        // Its lock is taken before it looks.
        { Kind: ChangeKind.AddColumn, Table: { } table } when this[table].Column(change.Name) is not null =>
            new(ChangeKind.Locks, table, change.Lock),
        _ => change,
    };

    public void Apply(SqlChange change)
    {
        if (change is { Kind: ChangeKind.DropIndex or ChangeKind.RenameIndex } && TableOfIndex(change.Other) is { } indexed)
            Apply(change, _tables[indexed]);
        else if (change.Kind == ChangeKind.DropSchema)
            Drop([.. _tables.Keys.Where(table => change.Mentions.Contains(table.Schema ?? "public"))]);
        else if (change.Table is { } table && !Domains.Apply(change, table))
            Apply(change, table);
    }

    private static void Apply(SqlChange change, KnownTable table)
    {
        if (change.Kind == ChangeKind.DropIndex)
            table.DropIndex(change.Other!.Name);
        else
            table.RenameIndex(change.Other!.Name, change.NewName);
    }

    private void Apply(SqlChange change, RelationName table)
    {
        switch (change.Kind)
        {
            case ChangeKind.DropTable or ChangeKind.DropOther:
                Drop([table]);
                break;
            case ChangeKind.SetSchema:
                Move(table, change.NewName.Length == 0 ? null : new(change.NewName, table.Name));
                break;
            case ChangeKind.Rename when change.Name.Length == 0:
                Move(table, change.Other);
                break;
            case ChangeKind.CreateOther:
                Of(table).Created = true;
                break;
            // What was there before is gone, whoever dropped it.
            case ChangeKind.CreateTable:
                (_tables[table] = new(table.Name)).Apply(change);
                break;
            // The name is taken in the schema, by whatever table's index.
            case ChangeKind.CreateIndex when change.IfNotExists && TableOfIndex(new(table.Schema, change.Name)) is not null:
                break;
            case ChangeKind.CreatePartition when change.Other is { } partition:
                Of(table).Attach(partition, change);
                Of(partition).Created = true;
                Of(partition).Partition(change.PartitionBy);
                break;
            default:
                Of(table).Apply(change);
                break;
        }
    }

    // With a partitioned table go its partitions; with a partition, its place.
    private void Drop(IReadOnlyList<RelationName> tables)
    {
        Stack<RelationName> open = new(tables);
        while (open.TryPop(out var table))
        {
            if (_tables.Remove(table, out var facts))
                foreach (var partition in facts.Partitions)
                    open.Push(partition);
            foreach (var other in _tables.Values)
                other.Detach(table);
        }
    }

    private void Move(RelationName table, RelationName? to)
    {
        if (!_tables.Remove(table, out var facts) || to is null)
            return;

        _tables[to] = facts;
        facts.Name = to.Name;
        foreach (var other in _tables.Values)
            other.Detach(table, to);
    }

    private KnownTable Of(RelationName table)
    {
        if (!_tables.TryGetValue(table, out var facts))
            _tables.Add(table, facts = new(table.Name));
        return facts;
    }
}
