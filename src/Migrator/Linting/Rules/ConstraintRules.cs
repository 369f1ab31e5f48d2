using Migrator.Linting.State;
using Migrator.Sql.Reading;
using static Migrator.LintSeverity;

namespace Migrator.Linting.Rules;

/// <summary>Rules about constraints.</summary>
internal static class ConstraintRules
{
    private const string ForPartitions =
        "a foreign key of each partition, NOT VALID and then validated; the partitioned table's own then looks at no row";

    public static IReadOnlyList<CheckedRule> All { get; } =
    [
        CheckedRule.Of("foreign-key-validated", Error,
            "a SHARE ROW EXCLUSIVE lock keeps everybody from writing to both tables while all rows are looked at",
            "`Execute.Sql(\"ALTER TABLE ... ADD CONSTRAINT ... FOREIGN KEY ... NOT VALID\")`, and `VALIDATE CONSTRAINT` in "
            + "another migration",
            ChangeKind.AddForeignKey,
            (change, state) => !change.NotValid && state.IsOld(change.Table)
                ? change.Other is { } other ? $"foreign key {Named(change)}from {change.Table} to {other}"
                    : $"foreign key {Named(change)}of {change.Table} is enforced from now on" : null) with
        { Instead = (change, state) => IsNotOneYet(change, state) ? ForPartitions : null },

        CheckedRule.Of("foreign-key-partitioned", Warning,
            "it fails up to PostgreSQL 17 (42809): a foreign key of a partitioned table cannot be NOT VALID there",
            ForPartitions,
            ChangeKind.AddForeignKey,
            (change, state) => change is { NotValid: true, NotEnforced: false, Table: { } table } && IsNotOneYet(change, state)
                ? $"foreign key {Named(change)}from {table}, which is partitioned, is NOT VALID" : null),

        CheckedRule.Of("check-validated", Error,
            "an ACCESS EXCLUSIVE lock keeps everybody from the table while all its rows are looked at",
            "`ADD CONSTRAINT ... CHECK (...) NOT VALID`, and `VALIDATE CONSTRAINT` in another migration, under which everybody "
            + "reads and writes",
            ChangeKind.AddCheck,
            (change, state) => !change.NotValid && state.IsOld(change.Table) ? $"check {Named(change)}on {change.Table}" : null),

        CheckedRule.Of("validate-in-same-transaction", Error,
            "the strong lock is kept while all rows are looked at, which VALIDATE by itself would not need",
            "`VALIDATE CONSTRAINT` in a migration of its own",
            ChangeKind.ValidateConstraint,
            (change, state) => change.Table is { } table && state.FirstLocked(locked => locked == table) is { } held
                ? $"{change.Name} is validated in the transaction that has {held.Lock.Words()} on {table}" : null),

        CheckedRule.Of("validate-domain", Warning,
            "a SHARE lock keeps everybody from writing to each table that has a column of it while all their rows are looked at",
            "a time when nobody writes; or a CHECK of each table instead, NOT VALID and then validated",
            ChangeKind.ValidateConstraint,
            (change, state) => change.Action.Length > 0 && state.IsOld(change.Table)
                ? $"constraint {change.Name} of the {change.Action} is validated" : null),

        CheckedRule.Of("unique-or-primary-key", Error,
            "an ACCESS EXCLUSIVE lock keeps everybody from the table until the index is built",
            "`CREATE UNIQUE INDEX CONCURRENTLY` in a migration with `TransactionBehavior.None`, and then `ADD CONSTRAINT ... "
            + "UNIQUE USING INDEX`",
            ChangeKind.AddUnique,
            (change, state) => state.IsOld(change.Table) ? $"{change.Action} {Named(change)}on {change.Table}" : null),

        CheckedRule.Of("exclusion-constraint", Error,
            "an ACCESS EXCLUSIVE lock keeps everybody from the table until the index is built",
            "there is none on a table that is in use: a new table that has the constraint from the start",
            ChangeKind.AddExclusion,
            (change, state) => !state.IsOld(change.Table) ? null
                : change.Temporal ? $"{change.Action} ... WITHOUT OVERLAPS {Named(change)}on {change.Table}"
                : $"exclusion constraint {Named(change)}on {change.Table}"),

        new(new("partition", Warning,
            "an ACCESS EXCLUSIVE lock makes everybody wait, on ATTACH while all rows of the partition are looked at",
            "a table of its own that is attached in the same migration; `ATTACH PARTITION` once the table has a valid CHECK of "
            + "the same bounds; "
            + "`DETACH PARTITION ... CONCURRENTLY` with `TransactionBehavior.None`"))
        {
            OfChange = (change, state) => state.IsOld(change.Table) ? Partition(change, state) : null,
        },
    ];

    // A foreign key of a partitioned table, where the server cannot take one that is NOT VALID, as far as is known.
    private static bool IsNotOneYet(SqlChange change, LintState state) =>
        change is { Table: { } table, KeyColumns.Count: > 0 } && state.Known[table].PartitionedBy is not null
        && state.MayBeOlderThan(18);

    private static string? Partition(SqlChange change, LintState state) => change switch
    {
        { Kind: ChangeKind.AttachPartition, Table: { } table, Other: { } child }
            when Attached(state, state.Known[table], child) is { } why => $"{child} is attached to {table}, {why}",
        { Kind: ChangeKind.CreatePartition } => $"{change.Other} is created as PARTITION OF {change.Table}",
        { Kind: ChangeKind.DetachPartition, Concurrently: false } => $"{change.Other} is detached from {change.Table}",
        _ => null,
    };

    // What makes the server read a table under the lock, or build an index; null if nothing does, as far as is known.
    private static string? Attached(LintState state, KnownTable parent, RelationName child)
    {
        if (parent.DefaultPartition is { } rest && state.IsOld(rest) && !state.Known[rest].HasValidCheck)
            return $"and all rows of its default partition {rest} are looked at, which has no CHECK that leaves them out";
        if (!state.IsOld(child))
            return null;

        var own = state.Known[child];
        if (!own.HasValidCheck)
            return "without a CHECK as far as the migrations tell";
        if (parent.PartitionedBy?.FirstOrDefault(column => !own.IsProvenNotNull(column)) is { } column)
            return $"and its CHECK does not say that {column} IS NOT NULL";
        return own.FirstIndexMissing(parent) is { } missing
            ? $"and an index on ({missing}) is built first, which it lacks" : null;
    }

    private static string Named(SqlChange change) => change.Name.Length == 0 ? "" : change.Name + " ";
}
