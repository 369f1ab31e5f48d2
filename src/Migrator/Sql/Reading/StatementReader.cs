namespace Migrator.Sql.Reading;

/// <summary>
/// Reads what a statement does, by its words and brackets. Not a parser: it asks no more than the rules do, and what it does not
/// know, it says it does not know.
/// </summary>
internal static class StatementReader
{
    private static readonly string[] Harmless =
    [
        "analyze", "comment", "grant", "security", "notify", "listen", "unlisten", "explain", "checkpoint", "reassign",
        "import", "deallocate", "close", "fetch", "move", "declare", "load", "discard",
    ];

    /// <summary>What it does; empty for what no rule asks about.</summary>
    public static IReadOnlyList<SqlChange> Read(SqlStatement statement)
    {
        var cursor = statement.Cursor();
        if (cursor.Accept("create"))
            return [.. CreateReader.Read(cursor)];
        if (cursor.Accept("alter"))
            return [.. AlterReader.Read(cursor)];
        if (cursor.Accept("drop"))
            return [.. DropReader.Read(cursor)];
        if ((RowsReader.TryRead(cursor) ?? MaintenanceReader.TryRead(cursor) ?? SessionReader.TryRead(cursor)) is { } known)
            return [.. known];
        if (cursor.Accept("revoke"))
            return [.. RevokeReader.Read(cursor)];
        if (cursor.IsOneOf("do", "call", "execute", "prepare"))
            return [new(ChangeKind.Opaque) { Name = cursor.Text.ToUpperInvariant() }];

        return cursor.IsOneOf(Harmless) ? [] : [new(ChangeKind.Unknown) { Name = statement.FirstWords() }];
    }
}
