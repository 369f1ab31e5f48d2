using Migrator.Linting.State;
using Migrator.Sql.Reading;
using static Migrator.LintSeverity;

namespace Migrator.Linting.Rules;

/// <summary>
/// Rules about what the release before still uses. <c>BreakingChange = true</c> says that it does not run any more: <c>up</c>
/// asks for a word of its own then.
/// </summary>
internal static class ReleaseRules
{
    private const string Contract =
        "in a later release, once nothing uses it any more, marked `[Migration(..., BreakingChange = true)]`";

    public static IReadOnlyList<CheckedRule> All { get; } =
    [
        OfOld("rename", Error,
            "the release before still uses the old name, and fails",
            "add the new one, keep both equal, move the code over, drop the old one (for a table: a view of the old name that "
            + "can be written through)",
            ChangeKind.Rename, change => $"{change.Action} is renamed"),

        OfOld("set-schema", Error,
            "the release before looks for it where it was, and fails",
            "add it in the new schema, move the code over, drop the old one (for a table: a view in the old schema)",
            ChangeKind.SetSchema, change => $"{change.Action} gets another schema"),

        OfOld("drop-column", Error,
            "its data is lost, and the release before fails if it still reads or writes it",
            $"drop it {Contract}",
            ChangeKind.DropColumn, change =>
                change.Action.Length > 0 ? change.Action : $"column {change.Table}.{change.Name} is dropped{Cascade(change)}"),

        OfOld("drop-table", Error,
            "its data is lost, the release before fails if it still uses it, and a table that its foreign keys point at is "
            + "locked (ACCESS EXCLUSIVE)",
            $"drop it {Contract}",
            ChangeKind.DropTable, change => $"table {change.Table} is dropped{Cascade(change)}"),

        OfOld("drop-schema", Error,
            "all that is in it is lost",
            $"drop what is in it by name, {Contract}",
            ChangeKind.DropSchema, change => $"{change.Action}{Cascade(change)}"),

        CheckedRule.Of("truncate", Error,
            "all rows are lost, and an ACCESS EXCLUSIVE lock makes everybody wait",
            "a new table; or DELETE in batches, outside a transaction",
            ChangeKind.Truncate,
            (change, state) => state.IsOld(change.Table) ? $"{change.Table} is emptied{Cascade(change)}" : null),

        OfOld("drop-constraint", Warning,
            "what the release before relies on no longer holds",
            $"drop it {Contract}; to change it, drop it and add the new one (NOT VALID) in the same migration",
            ChangeKind.DropConstraint, change => $"constraint {change.Name} of {change.Table} is dropped{Cascade(change)}",
            (change, state) => !IsReplaced(change, state) && !IsProofThatWasUsed(change, state)),

        OfOld("drop-not-null", Warning,
            "the release before may read a NULL where it never met one",
            $"drop it {Contract}",
            ChangeKind.DropNotNull, change => $"{change.Table}.{change.Name} may be NULL from now on"),

        OfOld("row-security-without-policy", Error,
            "nobody but the table's owner sees or writes a row any more, the release before included",
            "`CREATE POLICY` before it, or in the same migration",
            ChangeKind.Trigger, change => $"row level security is enabled on {change.Table}, which has no policy",
            (change, state) => change is { Action: "ENABLE ROW LEVEL SECURITY", Table: { } table }
                && !state.Known[table].HasPolicy && !state.Transaction.SelectMany(statement => statement.Changes)
                    .Any(other => other.Action == "CREATE POLICY" && other.Table == table)),

        OfOld("revoke", Warning,
            "if the release before still needs the right, it fails (42501)",
            $"take it {Contract}",
            ChangeKind.Revoke, change => change.Table is { } table ? $"{change.Action} on {table}" : change.Action),
    ];

    private static CheckedRule OfOld(
        string id, LintSeverity severity, string why, string safeForm, ChangeKind kind, Func<SqlChange, string> say,
        Func<SqlChange, LintState, bool>? when = null) =>
        CheckedRule.Of(id, severity, why, safeForm, kind, (change, state) =>
            // What goes along with a CASCADE, nobody has said.
            state.IsOld(change.Table) && (!state.Migration.Breaking || change.Cascades) && when?.Invoke(change, state) != false
                ? say(change) : null);

    private static string Cascade(SqlChange change) => change.Cascades ? " with all that depends on it (CASCADE)" : "";

    private static bool IsReplaced(SqlChange drop, LintState state) =>
        state.Transaction.SelectMany(statement => statement.Changes).Any(change =>
        change.Kind is ChangeKind.AddCheck or ChangeKind.AddForeignKey or ChangeKind.AddUnique or ChangeKind.AddExclusion
            or ChangeKind.AdoptIndex
            && change.Table == drop.Table && change.Name == drop.Name);

    // The CHECK that spared SET NOT NULL its scan says nothing more then.
    private static bool IsProofThatWasUsed(SqlChange drop, LintState state) =>
        drop.Table is { } table && state.Known[table].IsProof(drop.Name, column => state.WasSetNotNull(table, column));
}
