namespace Migrator.Sql.Reading;

/// <summary>Reads a table's constraint, in CREATE TABLE or behind ADD.</summary>
internal static class ConstraintReader
{
    /// <summary>The constraint that stands here; null, and no step, if none does.</summary>
    public static SqlChange? TryRead(RelationName table, SqlCursor cursor)
    {
        var named = cursor.Accept("constraint");
        var name = named ? cursor.TakeName() ?? "" : "";
        var notValid = cursor.Has("not", "valid");
        if (cursor.Accept("foreign", "key"))
        {
            cursor.SkipTo("references");
            cursor.Accept("references");
            return new(ChangeKind.AddForeignKey, table, LockMode.ShareRowExclusive)
            { Name = name, NotValid = notValid, Other = cursor.TakeRelation() };
        }

        if (cursor.Accept("check"))
            return new(ChangeKind.AddCheck, table, LockMode.AccessExclusive)
            { Name = name, NotValid = notValid, NotNullColumn = NotNullColumn(cursor.TakeGroup()) };
        if (cursor.Accept("not", "null"))
            return new(ChangeKind.SetNotNull, table, LockMode.AccessExclusive)
            { Name = cursor.TakeName() ?? "", NotValid = notValid };
        if (cursor.IsOneOf("unique", "primary"))
        {
            var action = cursor.Accept("unique") ? "UNIQUE" : "PRIMARY KEY";
            // With an index that is there already, only the catalog is changed.
            return new(cursor.Has("using", "index") ? ChangeKind.Locks : ChangeKind.AddUnique, table, LockMode.AccessExclusive)
            { Name = name, Action = action };
        }

        if (cursor.Accept("exclude"))
            return new(ChangeKind.AddExclusion, table, LockMode.AccessExclusive) { Name = name };
        return named ? new(ChangeKind.Unknown, table) { Name = "CONSTRAINT " + name } : null;
    }

    // CHECK (column IS NOT NULL), which spares SET NOT NULL its scan.
    private static string? NotNullColumn(SqlCursor? condition)
    {
        while (condition?.Copy() is { } inner && inner.TakeGroup() is { } group && inner.AtEnd)
            condition = group;
        return condition?.TakeName() is { } name && condition.Accept("is", "not", "null") && condition.AtEnd ? name : null;
    }
}
