using Migrator.Sql.Reading;

namespace Migrator.Linting.State;

/// <summary>Where the linter is in a migration, and what has happened before in it: what a rule may ask beside the change
/// itself.</summary>
internal sealed class LintState(MigrationDescriptor migration, KnownSchema known, IReadOnlyList<LintedStatement> statements,
    int? server)
{
    private readonly HashSet<RelationName> _new = [];
    private readonly HashSet<(RelationName Table, string Column)> _notNull = [];
    private readonly Dictionary<RelationName, LockMode> _locks = [];
    private readonly List<SqlChange> _addedValues = [];
    private readonly List<SqlChange> _addedToNew = [];
    private LintedStatement _statement = statements[0];

    public MigrationDescriptor Migration => migration;

    public KnownSchema Known => known;

    /// <summary>The server's major version; null where it is not known.</summary>
    public int? Server => server;

    /// <summary>Whether the server is older than this version, or may be.</summary>
    public bool MayBeOlderThan(int major) => server is null || server < major;

    /// <summary>The statements that stand or fall together with the one that is looked at, itself included.</summary>
    public IEnumerable<LintedStatement> Transaction =>
        migration.Transactional ? statements : statements.Where(one => one.Command == _statement.Command);

    /// <summary>The values that enums which existed before got in this transaction.</summary>
    public IReadOnlyList<SqlChange> AddedValues => _addedValues;

    /// <summary>The values that ALTER TYPE gave in this transaction to enums that are new in it.</summary>
    public IReadOnlyList<SqlChange> AddedToNew => _addedToNew;

    /// <summary>What the statement that is looked at does.</summary>
    public IReadOnlyList<SqlChange> Changes => _statement.Changes;

    /// <summary>Whether a table was there before the migration. One that is not named may have been.</summary>
    public bool IsOld(RelationName? table) => table is not { } name || !_new.Contains(name);

    public bool IsOldIndex(RelationName? index) => known.TableOfIndex(index) is not { } table || IsOld(table);

    /// <summary>The lock that this transaction has on a table that was there before.</summary>
    public LockMode? LockOn(RelationName table) => _locks.TryGetValue(table, out var held) ? held : null;

    /// <summary>The first of the tables that were there before on which this transaction has a lock that makes at least writers
    /// wait.</summary>
    public (RelationName Table, LockMode Lock)? FirstLocked(Func<RelationName, bool>? which = null)
    {
        foreach (var (table, held) in _locks)
        {
            if (held >= LockMode.ShareRowExclusive && which?.Invoke(table) != false)
                return (table, held);
        }

        return null;
    }

    /// <summary>Whether SET NOT NULL was done to a column in this migration.</summary>
    public bool WasSetNotNull(RelationName table, string column) => _notNull.Contains((table, column));

    /// <summary>The tables that were there before and that a change locks so that at least writers wait.</summary>
    public IEnumerable<(RelationName Table, LockMode Lock)> Locks(SqlChange change)
    {
        if (change.Lock is { } mode and >= LockMode.ShareRowExclusive && change.Table is { } table && IsOld(table))
            yield return (table, mode);
        if (change.Other is { } other && IsOld(other))
        {
            if (change.Kind == ChangeKind.AddForeignKey)
                yield return (other, LockMode.ShareRowExclusive);
            else if (change.Kind == ChangeKind.AttachPartition)
                yield return (other, LockMode.AccessExclusive);
        }

        if (change is { Kind: ChangeKind.DropIndex, Concurrently: false } && known.TableOfIndex(change.Other) is { } indexed
            && IsOld(indexed))
            yield return (indexed, LockMode.AccessExclusive);
    }

    /// <summary>Goes on to a statement; outside a transaction, each command begins anew.</summary>
    public void Enter(LintedStatement statement)
    {
        if (!migration.Transactional && statement.Command != _statement.Command)
        {
            _locks.Clear();
            _addedValues.Clear();
            _addedToNew.Clear();
        }

        _statement = statement;
        known.Names.Note(statement.Statement);
    }

    /// <summary>Takes note of a change that was looked at.</summary>
    public void Apply(SqlChange change)
    {
        foreach (var (table, held) in Locks(change))
            _locks[table] = LockOn(table) is { } before && before > held ? before : held;

        if (change is { Kind: ChangeKind.CreateTable, Table: { } created })
            _new.Add(created);
        else if (change is { Kind: ChangeKind.CreateOther or ChangeKind.CreateDomain, Table: { } other })
            _new.Add(other);
        else if (change is { Kind: ChangeKind.CreatePartition, Other: { } partition })
            _new.Add(partition);
        else if (change is { Kind: ChangeKind.Rename, Table: { } renamed, Other: { } to } && !IsOld(renamed))
            _new.Add(to);
        else if (change is { Kind: ChangeKind.SetSchema, Table: { } moved, NewName.Length: > 0 } && !IsOld(moved))
            _new.Add(new(change.NewName, moved.Name));
        else if (change is { Kind: ChangeKind.SetNotNull, Table: { } table })
            _notNull.Add((table, change.Name));
        else if (change is { Kind: ChangeKind.AddEnumValue })
            (IsOld(change.Table) ? _addedValues : _addedToNew).Add(change);
        known.Apply(change);
    }
}
