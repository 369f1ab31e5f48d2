namespace Migrator.Sql.Reading;

/// <summary>Reads a table's constraint, in CREATE TABLE or behind ADD.</summary>
internal static class ConstraintReader
{
    /// <summary>The constraint that stands here; null, and no step, if none does.</summary>
    public static SqlChange? TryRead(RelationName table, SqlCursor cursor)
    {
        var named = cursor.Accept("constraint");
        var name = named ? cursor.TakeName() ?? "" : "";
        var notValid = cursor.Has("not", "valid") || cursor.Has("not", "enforced");
        if (cursor.Accept("foreign", "key"))
        {
            var columns = cursor.TakeGroup();
            cursor.SkipTo("references");
            cursor.Accept("references");
            return new(ChangeKind.AddForeignKey, table, LockMode.ShareRowExclusive)
            { Name = name, NotValid = notValid, KeyColumns = Columns(columns), Other = cursor.TakeRelation() };
        }

        if (cursor.Accept("check"))
        {
            var condition = cursor.TakeGroup();
            return new(ChangeKind.AddCheck, table, LockMode.AccessExclusive)
            {
                Name = name,
                NotValid = notValid,
                NotNullColumns = [.. NotNullColumns(condition?.Copy())],
                Mentions = [.. condition?.Names() ?? []],
            };
        }

        if (cursor.Accept("not", "null"))
            return new(ChangeKind.SetNotNull, table, LockMode.AccessExclusive)
            { Name = cursor.TakeName() ?? "", Constraint = name, NotValid = notValid };
        if (cursor.IsOneOf("unique", "primary"))
        {
            var action = cursor.Accept("unique") ? "UNIQUE" : "PRIMARY KEY";
            // With an index that is there already, only the catalog is changed.
            if (cursor.Has("using", "index"))
                return new(ChangeKind.Locks, table, LockMode.AccessExclusive) { Name = name, Action = action };

            cursor.Accept("primary", "key");
            cursor.Accept("nulls", "not", "distinct");
            return new(ChangeKind.AddUnique, table, LockMode.AccessExclusive)
            { Name = name, Action = action, KeyColumns = Columns(cursor.TakeGroup()) };
        }

        if (cursor.Accept("exclude"))
            return new(ChangeKind.AddExclusion, table, LockMode.AccessExclusive) { Name = name };
        return named ? new(ChangeKind.Unknown, table) { Name = "CONSTRAINT " + name } : null;
    }

    private static string[] Columns(SqlCursor? group) =>
        [.. group?.Parts().Select(part => part.TakeName()).OfType<string>() ?? []];

    // CHECK (column IS NOT NULL AND ...), which spares SET NOT NULL its scan.
    private static IEnumerable<string> NotNullColumns(SqlCursor? condition)
    {
        while (condition?.Copy() is { } inner && inner.TakeGroup() is { } group && inner.AtEnd)
            condition = group;
        if (condition is null || condition.Has("or"))
            return [];
        if (condition.Has("and") && !condition.Has("between"))
            return condition.Split("and").SelectMany(part => NotNullColumns(part));
        return condition.TakeName() is { } name && condition.Accept("is", "not", "null") && condition.AtEnd ? [name] : [];
    }
}
