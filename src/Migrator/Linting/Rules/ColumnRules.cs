using Migrator.Linting.State;
using Migrator.Sql.Reading;
using static Migrator.LintSeverity;

namespace Migrator.Linting.Rules;

/// <summary>Rules about columns.</summary>
internal static class ColumnRules
{
    private const string NotNullNotValid =
        "`ADD CONSTRAINT c NOT NULL column NOT VALID`, and in another migration `VALIDATE CONSTRAINT c`";

    private const string CheckNotValid =
        "`ADD CONSTRAINT c CHECK (column IS NOT NULL) NOT VALID`, in another migration `VALIDATE CONSTRAINT c`, and then "
        + "`SET NOT NULL`, which needs no look any more, and `DROP CONSTRAINT c`";

    public static IReadOnlyList<CheckedRule> All { get; } =
    [
        OfNew("add-column-volatile-default", Error,
            "every row is written anew under an ACCESS EXCLUSIVE lock, since each gets a value of its own",
            "add the column nullable, then `SET DEFAULT`, which is for new rows only, then fill the old ones in batches (now() "
            + "and constants are no such default)",
            (change, column, _) => column is { VolatileFunction: { } function, Rewrites: null }
                ? $"column {change} has a default that calls {function}(), which "
                    + $"{(FunctionCalls.IsVolatile(function) ? "is volatile" : "is not known: it may be volatile")}" : null),

        OfNew("add-column-rewrite", Error,
            "every row is written anew under an ACCESS EXCLUSIVE lock",
            "add a plain nullable column, keep it filled by a trigger (or a default of `nextval`), and fill the old rows in batches",
            (change, column, state) => (column.Rewrites ?? state.Known.Domains.RewriteOf(column)) is { } why
                ? $"column {change} is {why}" : null),

        OfNew("add-column-not-null", Error,
            "it fails if the table has rows, and breaks the inserts of the release before, which do not name it",
            "a constant default (`WithDefaultValue(...)`), which costs nothing; or nullable now, and NOT NULL once it is filled",
            (change, column, _) => column is { NotNull: true, HasDefault: false, Rewrites: null }
                ? $"column {change} is NOT NULL without a default" : null),

        OfNew("add-column-constraint", Error,
            "an ACCESS EXCLUSIVE lock keeps everybody from the table while its rows are looked at or an index is built",
            "add the column alone; then an index `CONCURRENTLY` and `ADD CONSTRAINT ... USING INDEX`, or `ADD CONSTRAINT ... "
            + "CHECK ... NOT VALID` and `VALIDATE`",
            (change, column, _) => column.Constraint is { } constraint ? $"column {change} is added with {constraint}" : null),

        CheckedRule.Of("set-not-null", Error,
            "an ACCESS EXCLUSIVE lock keeps everybody from the table while all its rows are looked at",
            $"from PostgreSQL 18 on {NotNullNotValid}; before it, {CheckNotValid}",
            ChangeKind.SetNotNull,
            (change, state) => !change.NotValid && state.IsOld(change.Table) && change.Table is { } table
                && !state.Known[table].IsProvenNotNull(change.Name)
                ? $"{table}.{change.Name} is set NOT NULL" : null) with
        { Instead = (_, state) => state.Server is null ? null : state.MayBeOlderThan(18) ? CheckNotValid : NotNullNotValid },

        CheckedRule.Of("change-type", Error,
            "an ACCESS EXCLUSIVE lock keeps everybody from the table while every row and index is written anew, unless the new "
            + "type only lets in more",
            "a new column, kept equal by a trigger, filled in batches, and read by the next release (a longer varchar, varchar "
            + "to text, more digits at the same "
            + "scale are free, and found free where the old type is known from the migrations)",
            ChangeKind.ChangeType,
            (change, state) => state.IsOld(change.Table) && !state.Known.IsFree(change)
                ? $"{change.Table}.{change.Name} becomes {change.Action}" : null),

        new(new("json-column", Warning,
            "json has no equality: DISTINCT, GROUP BY and UNION over the table fail",
            "`jsonb`"))
        {
            OfChange = (change, state) => TypeGiven(change) is "json" or "json[]" && state.IsOld(change.Table)
                ? $"column {change.Table}.{change.Name} is json" : null,
        },
    ];

    private static CheckedRule OfNew(string id, LintSeverity severity, string why, string safeForm,
        Func<string, ColumnDefinition, LintState, string?> find) =>
        CheckedRule.Of(id, severity, why, safeForm, ChangeKind.AddColumn,
            (change, state) => state.IsOld(change.Table) ? find($"{change.Table}.{change.Name}", change.Column!, state) : null);

    private static string? TypeGiven(SqlChange change) => change.Kind switch
    {
        ChangeKind.AddColumn => change.Column!.Type,
        ChangeKind.ChangeType => change.Action,
        _ => null,
    };
}
