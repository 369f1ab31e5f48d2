using Migrator.Linting.State;
using Migrator.Sql.Reading;
using static Migrator.LintSeverity;

namespace Migrator.Linting.Rules;

/// <summary>Rules about indexes.</summary>
internal static class IndexRules
{
    public static IReadOnlyList<CheckedRule> All { get; } =
    [
        CheckedRule.Of("index-not-concurrent", Error,
            "a SHARE lock keeps everybody from writing to the table until the index is built",
            "`Create.Index(...).WithOptions().AsConcurrently()` in a migration of its own with `TransactionBehavior.None`; "
            + "on a partitioned table `CREATE INDEX ... ON ONLY`, then one for each partition `CONCURRENTLY`, then `ATTACH "
            + "PARTITION`",
            ChangeKind.CreateIndex,
            (change, state) => !change.Concurrently && !change.Only && state.IsOld(change.Table)
                ? $"index {Named(change)}on {change.Table} is not built CONCURRENTLY" : null),

        CheckedRule.Of("drop-index-not-concurrent", Warning,
            "an ACCESS EXCLUSIVE lock on its table makes everybody wait, even for a moment behind a long query",
            "`Execute.Sql(\"DROP INDEX CONCURRENTLY ...\")` in a migration of its own with `TransactionBehavior.None`",
            ChangeKind.DropIndex,
            (change, state) => !change.Concurrently && state.IsOldIndex(change.Other)
                ? $"index {change.Name} is not dropped CONCURRENTLY" : null),

        new(new("concurrently-in-transaction", Error,
            "it fails (25001): CONCURRENTLY can run neither in a transaction nor beside another statement in one command",
            "`[Migration(..., TransactionBehavior.None)]`, and an `Execute.Sql` for each statement"))
        {
            OfStatement = (statement, state) => OutsideTransaction.Of(statement) is { } name
                && OutsideTransaction.IsConcurrent(name) ? LockRules.Together("CONCURRENTLY", state) : null,
        },

        new(new("concurrent-on-partitioned", Error,
            "it fails (0A000): an index of a partitioned table can be neither built nor dropped CONCURRENTLY",
            "`CREATE INDEX i ON ONLY t (...)`, then for each partition `CREATE INDEX CONCURRENTLY i_p ON p (...)` in a migration "
            + "with `TransactionBehavior.None`, then `ALTER INDEX i ATTACH PARTITION i_p`"))
        {
            OfChange = (change, state) =>
                change is { Kind: ChangeKind.CreateIndex or ChangeKind.DropIndex, Concurrently: true }
                && (change.Table ?? state.Known.TableOfIndex(change.Other)) is { } table
                && state.Known[table] is { PartitionedBy: not null } facts
                    ? $"index {Named(change)}on {table}, which is partitioned{Partitions(facts)}" : null,
        },

        CheckedRule.Of("concurrent-if-not-exists", Warning,
            "a build that failed leaves an INVALID index of that name, over which IF NOT EXISTS \"succeeds\"",
            "the plain name: `up` finds an invalid index that an earlier attempt of its own left, and builds it anew",
            ChangeKind.CreateIndex,
            (change, state) => change is { Concurrently: true, IfNotExists: true } && state.IsOld(change.Table)
                ? $"index {Named(change)}on {change.Table} with IF NOT EXISTS" : null),

        CheckedRule.Of("reindex", Error,
            "a SHARE lock keeps everybody from writing to the table, and an ACCESS EXCLUSIVE one from reading through the "
            + "index, until it is built",
            "`REINDEX ... CONCURRENTLY` in a migration of its own with `TransactionBehavior.None`",
            ChangeKind.Reindex,
            (change, state) => !change.Concurrently && IsOld(change, state) ? $"{change.Action} without CONCURRENTLY" : null),
    ];

    private static bool IsOld(SqlChange change, LintState state) =>
        change.Table is { } table ? state.IsOld(table) : state.IsOldIndex(change.Other);

    private static string Partitions(KnownTable table) =>
        table.Partitions.Count == 0 ? "" : $" ({string.Join(", ", table.Partitions)})";

    private static string Named(SqlChange change) => change.Name.Length == 0 ? "" : change.Name + " ";
}
