namespace Migrator.Sql.Reading;

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
