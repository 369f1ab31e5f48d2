using Migrator.Linting.State;
using Migrator.Sql.Reading;
using static Migrator.LintSeverity;

namespace Migrator.Linting.Rules;

/// <summary>Rules about rows, and what writes all of them.</summary>
internal static class DataRules
{
    public static IReadOnlyList<CheckedRule> All { get; } =
    [
        CheckedRule.Of("unbatched-write", Error,
            "every row that is written stays locked until the end, what was locked before stays locked as long, and a failure "
            + "loses all of the work",
            "batches by key in a migration of its own with `TransactionBehavior.None`, each committed by itself",
            ChangeKind.WriteRows, Write),

        CheckedRule.Of("rewrite-maintenance", Error,
            "an ACCESS EXCLUSIVE lock keeps everybody from it until all of it is written anew",
            "plain VACUUM; `REFRESH MATERIALIZED VIEW CONCURRENTLY`; from PostgreSQL 19 on `REPACK (CONCURRENTLY)` with "
            + "`TransactionBehavior.None`; for the rest a new table, or a time when nobody works",
            ChangeKind.Rewrite,
            (change, state) =>
                state.IsOld(change.Table) && !IsComputed(change, state)
                    ? $"{change.Action}{(change.Table is { } table ? $" of {table}" : "")}" : null),

        new(new("enum-add-and-use", Error,
            "it fails (55P04): a new value of an enum cannot be used before its transaction is committed",
            "two migrations"))
        {
            OfStatement = (statement, state) =>
                state.AddedValues.FirstOrDefault(added => statement.HasText(added.Name)) is { } used
                ? $"'{used.Name}' is used in the transaction that adds it to {used.Table}" : null,
        },

        new(new("enum-new-and-use", Warning,
            "it fails up to PostgreSQL 16 (55P04), though the type is of the same transaction: a value that ALTER TYPE adds cannot "
            + "be used before that is committed",
            "all values in CREATE TYPE; or two migrations"))
        {
            OfStatement = (statement, state) => state.MayBeOlderThan(17)
                && state.AddedToNew.FirstOrDefault(added => statement.HasText(added.Name)) is { } used
                ? $"'{used.Name}' is used in the transaction that adds it to {used.Table}" : null,
        },
    ];

    // Of a virtual column nothing is stored that could be written anew.
    private static bool IsComputed(SqlChange change, LintState state) =>
        change is { Action: "SET EXPRESSION", Table: { } table } && state.Known[table].Column(change.Name) is { Virtual: true };

    private static string? Write(SqlChange change, LintState state)
    {
        if (change.WholeTable && state.IsOld(change.Table))
            return $"{change.Action} of all rows of {change.Table}";
        return change.ManyRows && state.FirstLocked() is { } held
            ? $"{change.Action} of {change.Table} in the transaction that has {held.Lock.Words()} on "
                + $"{held.Table}" : null;
    }
}
