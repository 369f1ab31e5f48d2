namespace Migrator.Sql.Reading;

/// <summary>Reads what is about the session and its transaction.</summary>
internal static class SessionReader
{
    /// <summary>What stands here does; null if it is nothing of this kind.</summary>
    public static IEnumerable<SqlChange>? TryRead(SqlCursor cursor)
    {
        var first = cursor.Text.ToUpperInvariant();
        if (TransactionCommand.Of(cursor) is { } control)
            return [new(ChangeKind.TransactionControl) { Action = control }];
        if (cursor.IsOneOf("savepoint", "release", "rollback", "show"))
            return [];
        if (cursor.Accept("discard", "all"))
            return [new(ChangeKind.TransactionControl) { Action = "DISCARD ALL" }];
        if (!cursor.AcceptOneOf("set", "reset"))
            return null;

        if (!cursor.Is("authorization", 1))
            cursor.AcceptOneOf("session", "local");
        var setting = cursor.Text.ToLowerInvariant();
        return RowsReader.IsGuarded(setting) || (first == "RESET" && setting == "all")
            ? [new(ChangeKind.TransactionControl) { Action = $"{first} {setting}" }] : [];
    }
}
