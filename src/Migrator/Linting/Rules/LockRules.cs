using Migrator.Linting.State;
using Migrator.Sql.Reading;
using static Migrator.LintSeverity;

namespace Migrator.Linting.Rules;

/// <summary>Rules about what a transaction locks, and about who decides on transactions.</summary>
internal static class LockRules
{
    public static IReadOnlyList<CheckedRule> All { get; } =
    [
        CheckedRule.Of("trigger-policy-rule", Warning,
            "its lock (SHARE ROW EXCLUSIVE for CREATE, ENABLE and DISABLE TRIGGER, else ACCESS EXCLUSIVE) makes others wait for "
            + "as long as the rest of the migration takes",
            "a migration of its own, which does nothing else to tables that are in use",
            ChangeKind.Trigger,
            (change, state) => state.IsOld(change.Table) && IsBesideOthers(change, state)
                ? $"{change.Action} on {change.Table} beside other work" : null),

        new(new("many-tables-locked", Warning,
            "a transaction of the application that takes them the other way round, or waits for one while it has the other, "
            + "deadlocks with it",
            "a migration for each table"))
        {
            OfChange = Second,
        },

        CheckedRule.Of("lock-table", Warning,
            "whoever needs the table waits until the transaction ends, and its own waiting holds up everybody behind it",
            "leave it out: each statement takes the lock that it needs, and `up` gives way where it is not had in time",
            ChangeKind.LockTable,
            (change, state) => change.Lock is { } mode and >= LockMode.Share && state.IsOld(change.Table)
                ? $"LOCK TABLE {change.Table} takes {mode.Words()}" : null),

        CheckedRule.Of("transaction-control", Error,
            "where transactions begin and end, and how long a statement may wait, is the run's to decide: this takes its "
            + "all-or-nothing and its patience from it",
            "leave it out: `TransactionBehavior.None` where there must be no transaction, `--lock-timeout` and "
            + "`--statement-timeout` for the times",
            ChangeKind.TransactionControl, (change, _) => $"{change.Action} in a migration"),

        new(new("not-in-transaction", Error,
            "it fails (25001): the server runs it neither in a transaction nor beside another statement in one command",
            "`[Migration(..., TransactionBehavior.None)]`, and an `Execute.Sql` for each statement"))
        {
            OfStatement = (statement, state) => OutsideTransaction.Of(statement) is { } name
                && !OutsideTransaction.IsConcurrent(name) ? Together(name, state) : null,
        },
    ];

    /// <summary>Where what must be alone is not; null where it is.</summary>
    public static string? Together(string name, LintState state) =>
        state.Migration.Transactional ? $"{name} in a migration that runs in a transaction"
        : state.Transaction.Skip(1).Any() ? $"{name} in a command of several statements" : null;

    private static bool IsBesideOthers(SqlChange trigger, LintState state) =>
        state.Transaction.SelectMany(statement => statement.Changes)
        .Any(change => change.Kind is not (ChangeKind.CreateOther or ChangeKind.CreateTable)
            && (change.Kind, change.Table) != (ChangeKind.Trigger, trigger.Table));

    // One foreign key locks two tables by its nature.
    private static string? Second(SqlChange change, LintState state)
    {
        foreach (var (table, _) in state.Locks(change))
        {
            if (!(state.LockOn(table) >= LockMode.ShareRowExclusive) && state.FirstLocked() is { } held)
                return $"{table} is locked in the transaction that has {held.Lock.Words()} on {held.Table}";
        }

        return null;
    }
}
