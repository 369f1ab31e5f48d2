namespace Migrator.Sql.Reading;

/// <summary>Reads what is about the session and its transaction.</summary>
internal static class SessionReader
{
    /// <summary>What stands here does; null if it is nothing of this kind.</summary>
    public static IEnumerable<SqlChange>? TryRead(SqlCursor cursor)
    {
        var first = cursor.Text.ToUpperInvariant();
        if (cursor.Accept("prepare", "transaction") || cursor.Accept("start", "transaction")
            || cursor.IsOneOf("begin", "commit", "end", "abort"))
            return [new(ChangeKind.TransactionControl) { Action = first }];
        if (cursor.Accept("rollback"))
        {
            cursor.AcceptOneOf("work", "transaction");
            return cursor.Is("to") ? [] : [new(ChangeKind.TransactionControl) { Action = first }];
        }

        if (cursor.IsOneOf("savepoint", "release", "show"))
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
