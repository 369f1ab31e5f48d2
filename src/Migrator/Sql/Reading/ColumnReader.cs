namespace Migrator.Sql.Reading;

/// <summary>Reads a column's definition.</summary>
internal static class ColumnReader
{
    private static readonly string[] AfterType =
    [
        "constraint", "not", "null", "default", "generated", "unique", "primary", "check", "references", "collate", "storage",
        "compression", "deferrable", "initially", "using",
    ];

    /// <summary>The definition that stands here; null if none does.</summary>
    public static ColumnDefinition? Read(SqlCursor cursor)
    {
        if (cursor.TakeName() is not { } name || cursor.AtEnd)
            return null;

        var column = new ColumnDefinition(name, TakeType(cursor));
        if (column.Type is "serial" or "bigserial" or "smallserial" or "serial2" or "serial4" or "serial8")
            column = column with { Rewrites = column.Type, NotNull = true, HasDefault = true };
        while (!cursor.AtEnd)
            column = WithConstraint(column, cursor);
        // A computed value is not stored: whether one is NULL, only its row tells.
        return column is { Virtual: true, NotNull: true, Constraint: null }
            ? column with { Constraint = "NOT NULL, which is asked of every row of a virtual column" } : column;
    }

    /// <summary>Passes a type and gives it as <see cref="ColumnDefinition.Type"/> is.</summary>
    public static string TakeType(SqlCursor cursor)
    {
        var start = cursor.Copy();
        while (!cursor.AtEnd && !cursor.IsOneOf(AfterType))
            cursor.Skip();
        return ColumnTypes.Normal(start.TextTo(cursor));
    }

    /// <summary>Passes a collation's name, behind COLLATE, and gives it.</summary>
    public static string? TakeCollation(SqlCursor cursor) => cursor.TakeRelation()?.ToString();

    private static ColumnDefinition WithConstraint(ColumnDefinition column, SqlCursor cursor)
    {
        var name = cursor.Accept("constraint") ? cursor.TakeName() ?? "" : "";
        if (cursor.Accept("not", "null"))
            return column with { NotNull = true, NotNullName = name.Length == 0 ? null : name };
        if (cursor.Accept("not", "enforced"))
            return column with
            {
                NotEnforced = true,
                Constraint = column.Constraint == "CHECK" ? null : column.Constraint,
                Constraints = [.. column.Constraints.SkipLast(1),
                    .. column.Constraints.TakeLast(1).Select(last => last with { NotValid = true, NotEnforced = true })],
            };
        if (cursor.Accept("default"))
            return WithDefault(column, cursor);
        if (cursor.Accept("generated"))
            return WithGenerated(column, cursor);
        if (cursor.Accept("unique"))
            return With(column, "UNIQUE", new(ChangeKind.AddUnique) { Name = name, KeyColumns = [column.Name] });
        if (cursor.Accept("primary", "key"))
            return With(column with { NotNull = true }, "PRIMARY KEY",
                new(ChangeKind.AddUnique) { Name = name, KeyColumns = [column.Name] });
        if (cursor.Accept("check"))
            return With(column, "CHECK", ConstraintReader.Check(
                new(ChangeKind.AddCheck) { Name = name, KeyColumns = [column.Name] }, cursor.TakeGroup()));
        if (cursor.Accept("collate"))
            return column with { Collation = TakeCollation(cursor) };
        if (cursor.Accept("references"))
            return column with
            {
                References = cursor.TakeRelation(),
                Constraints = [.. column.Constraints,
                    new SqlChange(ChangeKind.AddForeignKey) { Name = name, KeyColumns = [column.Name] }],
            };

        cursor.Skip();
        return column;
    }

    private static ColumnDefinition With(ColumnDefinition column, string kind, SqlChange constraint) => column with
    { Constraint = kind, Constraints = [.. column.Constraints, constraint with { Action = kind }] };

    private static ColumnDefinition WithDefault(ColumnDefinition column, SqlCursor cursor)
    {
        var start = cursor.Copy();
        cursor.Skip();
        while (!cursor.AtEnd && !cursor.IsOneOf(AfterType))
            cursor.Skip();
        return column with
        { HasDefault = start.TextTo(cursor) != "null", VolatileFunction = FunctionCalls.FirstVolatile(start.To(cursor)) };
    }

    private static ColumnDefinition WithGenerated(ColumnDefinition column, SqlCursor cursor)
    {
        cursor.SkipTo("as");
        cursor.Accept("as");
        if (cursor.Accept("identity"))
            return column with { Rewrites = "identity", NotNull = true, HasDefault = true };

        cursor.TakeGroup();
        // Without the word it is virtual, which is computed when it is read.
        return cursor.Accept("stored")
            ? column with { Rewrites = "a stored generated column", HasDefault = true }
            : column with { HasDefault = true, Virtual = true };
    }
}
