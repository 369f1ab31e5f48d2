namespace Migrator.Sql.Reading;

/// <summary>What a statement uses and older servers do not have: they answer with a syntax error.</summary>
/// <param name="Since">The first major version that has it.</param>
/// <param name="Name">What it is called.</param>
internal sealed record NewerSyntax(int Since, string Name)
{
    private static readonly (NewerSyntax Syntax, Func<SqlStatement, IReadOnlyList<SqlChange>, bool> IsIn)[] Known =
    [
        (new(18, "WITHOUT OVERLAPS"), OfChange(change => change is { Temporal: true, Kind: not ChangeKind.AddForeignKey })),
        (new(18, "PERIOD"), OfChange(change => change is { Temporal: true, Kind: ChangeKind.AddForeignKey })),
        (new(18, "NOT ENFORCED"), OfChange(change => change.NotEnforced || Columns(change).Any(column => column.NotEnforced))),
        (new(18, "ALTER CONSTRAINT ... ENFORCED"),
            OfChange(change => change is { Kind: ChangeKind.AddForeignKey, Other: null })),
        (new(18, "NOT NULL as a constraint of the table"),
            (statement, changes) => !IsOfDomain(statement) && changes.Any(change => change.OfTable)),
        (new(18, "a generated column that is not STORED"), OfChange(change => Columns(change).Any(column => column.Virtual))),
        (new(17, "NOT NULL as a constraint of a domain"),
            (statement, changes) => IsOfDomain(statement) && changes.Any(change => change.OfTable)),
        (new(17, "SET EXPRESSION"), Words("alter", "set", "expression")),
        (new(17, "MERGE ... RETURNING"), Words("merge", "returning")),
        (new(17, "WHEN NOT MATCHED BY SOURCE"), Words("merge", "not", "matched", "by", "source")),
        (new(17, "MAINTAIN"), Words("grant", "maintain", "on")),
        (new(15, "NULLS NOT DISTINCT"), Words("create", "nulls", "not", "distinct")),
        (new(15, "NULLS NOT DISTINCT"), Words("alter", "nulls", "not", "distinct")),
        (new(15, "MERGE"), Words("merge", "into")),
        (new(15, "SET ACCESS METHOD"), Words("alter", "set", "access", "method")),
        (new(15, "security_invoker"), Words("create", "security_invoker")),
        (new(15, "columns behind ON DELETE SET NULL"), Words("create", "set", "null", "(")),
        (new(15, "columns behind ON DELETE SET NULL"), Words("alter", "set", "null", "(")),
        (new(15, "TABLES IN SCHEMA"), Words("create", "tables", "in", "schema")),
        (new(15, "ON PARAMETER"), Words("grant", "on", "parameter")),
    ];

    /// <summary>The newest that a statement uses and a server of this version lacks; null if it lacks nothing that is
    /// known.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="changes">What it does.</param>
    /// <param name="major">The server's version.</param>
    public static NewerSyntax? Missing(SqlStatement statement, IReadOnlyList<SqlChange> changes, int major) =>
        Known.FirstOrDefault(known => known.Syntax.Since > major && known.IsIn(statement, changes)).Syntax;

    private static Func<SqlStatement, IReadOnlyList<SqlChange>, bool> OfChange(Func<SqlChange, bool> uses) =>
        (_, changes) => changes.Any(uses);

    private static bool IsOfDomain(SqlStatement statement) => statement.Cursor().Accept("alter", "domain");

    private static IEnumerable<ColumnDefinition> Columns(SqlChange change) =>
        change.Column is { } column ? [column] : change.Columns;

    // Words in a row, in brackets too, of a statement that begins with a verb.
    private static Func<SqlStatement, IReadOnlyList<SqlChange>, bool> Words(string verb, params string[] words) =>
        (statement, _) => statement.Cursor().Is(verb)
            && Enumerable.Range(0, statement.Tokens.Count).Any(from => statement.HasAt(from, words));
}
