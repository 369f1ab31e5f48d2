using System.Diagnostics;
using Migrator.SchemaCheck;
using Migrator.Sql.Texts;
using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Statements.Observing;

/// <summary>
/// Looks at the server right before and right behind each statement of a step, in the statement's own transaction: what is new in
/// between is the statement's. So C# code and DO blocks are seen as well as SQL.
/// </summary>
/// <param name="versions">The version table, which is ours to lock.</param>
internal sealed class StatementProbe(VersionTable versions)
{
    private readonly List<ObservedStatement> _statements = [];
    private StepContext? _step;
    private Dictionary<long, RelationState> _existing = [];

    /// <summary>What was seen of the last step; of its last attempt, if it had several.</summary>
    public IReadOnlyList<ObservedStatement> Statements => _statements;

    /// <summary>Runs a statement, and looks.</summary>
    /// <param name="sender">The session.</param>
    /// <param name="transaction">The transaction; null where it runs outside one, or in one that ends with it.</param>
    /// <param name="step">The step.</param>
    /// <param name="sql">Its text; null for C# code.</param>
    /// <param name="run">Runs it.</param>
    public void Observe(SqlSender sender, NpgsqlTransaction? transaction, StepContext step, string? sql, Action run)
    {
        var before = RelationStates.Of(sender, transaction);
        if (_step != step)
        {
            (_step, _existing) = (step, before);
            _statements.Clear();
        }

        var start = Stopwatch.GetTimestamp();
        run();
        var duration = Stopwatch.GetElapsedTime(start);
        var after = RelationStates.Of(sender, transaction);
        var shown = sql is null ? null : ShownText.Of(sql);
        var seen = Compare(before, after, new(step.Ledger?.Number ?? step.Statements, shown, duration));
        _statements.Add(transaction is null ? OutsideATransaction(seen with { Scanned = [] }, before, after, sql) : seen);
    }

    private ObservedStatement Compare(Dictionary<long, RelationState> before, Dictionary<long, RelationState> after,
        ObservedStatement seen)
    {
        HashSet<long> files = [.. before.Values.Where(one => one.File != 0).Select(one => one.File)];
        var known = before.Where(one => _existing.ContainsKey(one.Key) && !IsOurs(one.Value.Relation)).ToList();
        var changed = known.Where(one => after.TryGetValue(one.Key, out var now) && now.File != one.Value.File
            && now.Relation.Kind == one.Value.Relation.Kind && now.Relation.Kind is 'r' or 'm').ToLookup(
            one => IsEmptied(one.Key, one.Value, after, seen.Sql), one => one.Value.Relation);
        return seen with
        {
            Locks = [.. known.Select(one => (one.Value, Strongest: Strongest(one.Value, after.GetValueOrDefault(one.Key))))
                .Where(one => one.Strongest is not null)
                .Select(one => new ObservedLock(one.Value.Relation, one.Strongest!.Value))],
            Scanned = [.. known.Where(one => after.TryGetValue(one.Key, out var now) && now.Scans > one.Value.Scans)
                .Select(one => one.Value.Relation)],
            Rewritten = [.. changed[false]],
            Emptied = [.. changed[true]],
            // A column's new type may give its index a new number, and leave it as it is. That of a partitioned table is empty.
            Indexed = [.. after.Where(one => one.Value is { Table: not 0, Relation.Kind: 'i' } && !before.ContainsKey(one.Key)
                && _existing.ContainsKey(one.Value.Table) && !files.Contains(one.Value.File))
                .Select(one => _existing[one.Value.Table].Relation).Distinct()],
        };
    }

    // A rewrite reads the old storage once, and once more for each index that it builds again; TRUNCATE and CLUSTER do only the
    // latter.
    private static bool IsEmptied(long table, RelationState before, Dictionary<long, RelationState> after, string? sql) =>
        before.Relation.Kind == 'r' && after[table] is var now && now.Tablespace == before.Tablespace
        && now.Scans - before.Scans <= after.Count(one => one.Value.Table == table)
        && (sql is null || StatementText.MayEmpty(sql));

    // Every SELECT takes the weak ones on a table's indexes; a lock that keeps queries from being planned is a table's matter.
    private static LockMode? Strongest(RelationState before, RelationState? after)
    {
        LockMode[] taken = [.. (after?.Modes ?? []).Except(before.Modes)];
        return taken.Length == 0 || before.Relation.Kind is 'i' or 'I' && taken.Max() < LockMode.AccessExclusive
            ? null : taken.Max();
    }

    private static ObservedStatement OutsideATransaction(
        ObservedStatement seen, Dictionary<long, RelationState> before, Dictionary<long, RelationState> after, string? sql)
    {
        // Of one that builds or drops an index it is known what it locks.
        if (sql is null || !StatementText.Read(sql).IndexesGently)
            return seen with { LocksAreKnown = false, Locks = [] };

        var tables = before.Concat(after)
            .Where(one => one.Value.Table != 0 && before.ContainsKey(one.Key) != after.ContainsKey(one.Key))
            .Select(one => one.Value.Table).Distinct();
        return seen with
        {
            Locks = [.. tables.Where(before.ContainsKey)
                .Select(table => new ObservedLock(before[table].Relation, LockMode.ShareUpdateExclusive))]
        };
    }

    private bool IsOurs(Relation relation) =>
        relation.Schema == versions.Schema && (relation.Name == versions.Name || relation.Name == versions.JournalName);
}
