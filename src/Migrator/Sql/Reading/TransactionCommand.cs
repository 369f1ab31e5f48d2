namespace Migrator.Sql.Reading;

/// <summary>The statements that begin or end a transaction.</summary>
internal static class TransactionCommand
{
    /// <summary>The words of the one that stands here; null for any other. A savepoint is no transaction of its own.</summary>
    public static string? Of(SqlCursor cursor)
    {
        var at = cursor.Copy();
        var first = at.Text.ToUpperInvariant();
        if (at.Accept("start", "transaction") || at.Accept("prepare", "transaction"))
            return $"{first} TRANSACTION";
        if (at.IsOneOf("begin", "commit", "end", "abort"))
            return first;
        if (!at.Accept("rollback"))
            return null;

        at.AcceptOneOf("work", "transaction");
        return at.Is("to") ? null : first;
    }
}
