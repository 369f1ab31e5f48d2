namespace Migrator.Sql.Reading;

/// <summary>A <c>CREATE INDEX CONCURRENTLY</c> or <c>DROP INDEX CONCURRENTLY</c>, read from its text.</summary>
/// <param name="Creates">True for CREATE.</param>
/// <param name="Name">The index's bare name, as the server keeps it; null where the server is to choose it.</param>
/// <param name="Target">CREATE: the table as written. DROP: the index as written.</param>
internal sealed record ConcurrentIndex(bool Creates, string? Name, string Target)
{
    /// <summary>Reads a statement; null if it is none of these.</summary>
    public static ConcurrentIndex? TryParse(string sql)
    {
        // Few are: the others are not taken apart.
        if (!sql.Contains("concurrently", StringComparison.OrdinalIgnoreCase) || SqlStatement.Split(sql) is not [var statement])
            return null;

        var at = statement.Cursor();
        if (at.Accept("drop", "index", "concurrently"))
        {
            at.AcceptIfExists();
            return Relation(at) is var (written, last) && last is not null ? new(false, last, written) : null;
        }

        if (!at.Accept("create", "index", "concurrently") && !at.Accept("create", "unique", "index", "concurrently"))
            return null;

        at.AcceptIfNotExists();
        var name = at.Is("on") ? null : at.TakeName();
        if (!at.Accept("on"))
            return null;

        at.Accept("only");
        return Relation(at) is var (table, found) && found is not null ? new(true, name, table) : null;
    }

    // As it was written, and its last part as the server keeps it.
    private static (string Written, string? Last) Relation(SqlCursor at)
    {
        var start = at.Copy();
        var last = at.TakeName();
        while (last is not null && at.Accept('.') && at.TakeName() is { } next)
            last = next;
        return (start.Written(at), last);
    }
}
