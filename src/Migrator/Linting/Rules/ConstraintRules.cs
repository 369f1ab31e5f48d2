using Migrator.Linting.State;
using Migrator.Sql.Reading;
using static Migrator.LintSeverity;

namespace Migrator.Linting.Rules;

/// <summary>Rules about constraints.</summary>
internal static class ConstraintRules
{
    public static IReadOnlyList<CheckedRule> All { get; } =
    [
        CheckedRule.Of("foreign-key-validated", Error,
            "a SHARE ROW EXCLUSIVE lock keeps everybody from writing to both tables while all rows are looked at",
            "`Execute.Sql(\"ALTER TABLE ... ADD CONSTRAINT ... FOREIGN KEY ... NOT VALID\")`, and `VALIDATE CONSTRAINT` in "
            + "another migration",
            ChangeKind.AddForeignKey,
            (change, state) => !change.NotValid && state.IsOld(change.Table)
                ? $"foreign key {Named(change)}from {change.Table} to {change.Other}" : null),

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
            (change, state) => state.IsOld(change.Table) ? $"exclusion constraint {Named(change)}on {change.Table}" : null),

        new(new("partition", Warning,
            "an ACCESS EXCLUSIVE lock makes everybody wait, on ATTACH while all rows of the partition are looked at",
            "a table of its own that is attached in the same migration; `ATTACH PARTITION` once the table has a valid CHECK of "
            + "the same bounds; "
            + "`DETACH PARTITION ... CONCURRENTLY` with `TransactionBehavior.None`"))
        {
            OfChange = (change, state) => state.IsOld(change.Table) ? Partition(change, state) : null,
        },
    ];

    private static string? Partition(SqlChange change, LintState state) => change switch
    {
        { Kind: ChangeKind.AttachPartition, Other: { } child } when state.IsOld(child) && !state.Known.HasValidCheck(child) =>
            $"{child} is attached to {change.Table}, without a CHECK as far as the migrations tell",
        { Kind: ChangeKind.CreatePartition } => $"{change.Other} is created as PARTITION OF {change.Table}",
        { Kind: ChangeKind.DetachPartition, Concurrently: false } => $"{change.Other} is detached from {change.Table}",
        _ => null,
    };

    private static string Named(SqlChange change) => change.Name.Length == 0 ? "" : change.Name + " ";
}
