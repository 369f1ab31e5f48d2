namespace Migrator.Sql.Reading;

/// <summary>Reads a table's constraint, in CREATE TABLE or behind ADD.</summary>
internal static class ConstraintReader
{
    /// <summary>The constraint that stands here; null, and no step, if none does.</summary>
    public static SqlChange? TryRead(RelationName table, SqlCursor cursor)
    {
        var named = cursor.Accept("constraint");
        var name = named ? cursor.TakeName() ?? "" : "";
        var notEnforced = cursor.Has("not", "enforced");
        var notValid = notEnforced || cursor.Has("not", "valid");
        if (cursor.Accept("foreign", "key"))
        {
            var columns = cursor.TakeGroup();
            cursor.SkipTo("references");
            cursor.Accept("references");
            return new(ChangeKind.AddForeignKey, table, LockMode.ShareRowExclusive)
            {
                Name = name,
                NotValid = notValid,
                NotEnforced = notEnforced,
                Temporal = columns?.Copy().Parts().Any(IsPeriod) == true,
                KeyColumns = Columns(columns),
                Other = cursor.TakeRelation(),
            };
        }

        if (cursor.Accept("check"))
            return Check(new(ChangeKind.AddCheck, table, LockMode.AccessExclusive)
            { Name = name, NotValid = notValid, NotEnforced = notEnforced }, cursor.TakeGroup());

        if (cursor.Accept("not", "null"))
            return new(ChangeKind.SetNotNull, table, LockMode.AccessExclusive)
            { Name = cursor.TakeName() ?? "", Constraint = name, NotValid = notValid, OfTable = true };
        if (cursor.IsOneOf("unique", "primary"))
        {
            var action = cursor.Accept("unique") ? "UNIQUE" : "PRIMARY KEY";
            cursor.Accept("primary", "key");
            // With an index that is there already, only the catalog is changed.
            if (cursor.Accept("using", "index"))
                return Adopted(table, name, action, cursor.TakeName() ?? "");

            cursor.Accept("nulls", "not", "distinct");
            var columns = cursor.TakeGroup();
            // Over time it is kept by an index of ranges, which no index that is there already can become.
            var temporal = columns?.Has("without", "overlaps") == true;
            return new(temporal ? ChangeKind.AddExclusion : ChangeKind.AddUnique, table, LockMode.AccessExclusive)
            { Name = name, Action = action, Temporal = temporal, KeyColumns = Columns(columns) };
        }

        if (cursor.Accept("exclude"))
            return Exclusion(table, name, cursor);
        return named ? new(ChangeKind.Unknown, table) { Name = "CONSTRAINT " + name } : null;
    }

    /// <summary>A CHECK with what its condition says.</summary>
    public static SqlChange Check(SqlChange check, SqlCursor? condition) => check with
    {
        NotNullColumns = [.. NotNullColumns(condition?.Copy())],
        Mentions = [.. condition?.Names() ?? []],
    };

    // The index is called as the constraint, or the other way round.
    private static SqlChange Adopted(RelationName table, string name, string action, string index) =>
        new(ChangeKind.AdoptIndex, table, LockMode.AccessExclusive)
        { Name = name.Length == 0 ? index : name, Action = action, Other = new(table.Schema, index) };

    // EXCLUDE USING gist (room WITH =, (lower(name)) WITH =) WHERE (...)
    private static SqlChange Exclusion(RelationName table, string name, SqlCursor cursor)
    {
        if (cursor.Accept("using"))
            cursor.TakeName();
        return IndexedParts.Read(cursor, new(ChangeKind.AddExclusion, table, LockMode.AccessExclusive) { Name = name });
    }

    private static string[] Columns(SqlCursor? group) =>
        [.. group?.Copy().Parts().Select(Column).OfType<string>() ?? []];

    private static string? Column(SqlCursor part)
    {
        if (IsPeriod(part))
            part.Accept("period");
        return part.TakeName();
    }

    // PERIOD is a name like any other where nothing stands behind it.
    private static bool IsPeriod(SqlCursor part)
    {
        var ahead = part.Copy();
        return ahead.Accept("period") && ahead.TakeName() is not null;
    }

    // CHECK (column IS NOT NULL AND ...), which spares SET NOT NULL its scan.
    private static IEnumerable<string> NotNullColumns(SqlCursor? condition)
    {
        while (condition?.Copy() is { } inner && inner.TakeGroup() is { } group && inner.AtEnd)
            condition = group;
        if (condition is null || condition.Has("or"))
            return [];
        if (condition.Has("and") && !condition.Has("between"))
            return condition.Split("and").SelectMany(part => NotNullColumns(part));

        var (start, end) = (condition.Copy(), condition.Copy());
        end.SkipTo("is");
        condition = end.Copy();
        return condition.Accept("is", "not", "null") && condition.AtEnd ? [IndexedParts.Text(start.To(end))] : [];
    }
}

/// <summary>Reads what an index, an exclusion constraint or a partition key is made of: columns and expressions.</summary>
internal static class IndexedParts
{
    /// <summary>The parts that stand here in brackets, and the condition behind them.</summary>
    /// <param name="cursor">Before the bracket.</param>
    /// <param name="change">What is made of them.</param>
    public static SqlChange Read(SqlCursor cursor, SqlChange change)
    {
        var parts = cursor.TakeGroup()?.Parts().ToList() ?? [];
        return change with
        {
            KeyColumns = [.. parts.Select(Column).OfType<string>()],
            Mentions =
            [
                .. parts.Where(part => Column(part) is null).SelectMany(part => part.Names()),
                .. cursor.SkipTo("where") ? cursor.Names() : [],
            ],
        };
    }

    /// <summary>A column's name, or an expression's text without brackets around it.</summary>
    public static string Text(SqlCursor part)
    {
        while (part.Copy() is var inner && inner.TakeGroup() is { } group && inner.AtEnd)
            part = group;
        if (Column(part) is { } column)
            return column;

        var end = part.Copy();
        while (!end.AtEnd && !end.Is("collate"))
            end.Skip();
        return part.TextTo(end);
    }

    // A column, with what may stand behind one, and no expression.
    private static string? Column(SqlCursor part)
    {
        var at = part.Copy();
        return at.TakeName() is { } name && !at.Is('(') && !at.Is('.') && at.Kind is not SqlTokenKind.Operator ? name : null;
    }
}
