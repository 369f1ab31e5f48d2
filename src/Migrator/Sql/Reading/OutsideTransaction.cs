namespace Migrator.Sql.Reading;

/// <summary>
/// The statements that the server runs neither in a transaction nor beside another one in a command (25001): the one list, for
/// the linter and for the failure's advice. Of some only the server knows it: CLUSTER or REINDEX of a partitioned table.
/// </summary>
internal static class OutsideTransaction
{
    /// <summary>What a statement is called; null for one that may be anywhere.</summary>
    public static string? Of(SqlStatement statement)
    {
        var cursor = statement.Cursor();
        if (cursor.Accept("vacuum"))
            return "VACUUM";
        if (cursor.Accept("alter"))
            return Alter(cursor);
        if (cursor.Accept("create"))
            return Create(cursor);
        if (cursor.Accept("drop"))
            return Drop(cursor);
        if (cursor.Accept("reindex"))
            return Reindex(cursor);
        if (cursor.Accept("repack"))
            return Repack(cursor);
        if (!cursor.Accept("cluster"))
            return null;

        cursor.TakeGroup();
        cursor.Accept("verbose");
        return cursor.AtEnd ? "CLUSTER" : null;
    }

    /// <summary>
    /// Whether it waits for others' transactions while it blocks nobody: a lock timeout would only leave half of its work, an
    /// INVALID index or a detach that is pending. REPACK (CONCURRENTLY) is none of them: it ends by waiting for ACCESS EXCLUSIVE,
    /// and leaves nothing.
    /// </summary>
    public static bool WaitsGently(string name) => name is "CREATE INDEX CONCURRENTLY" or "DROP INDEX CONCURRENTLY"
        or "REINDEX CONCURRENTLY" or "DETACH PARTITION CONCURRENTLY";

    /// <summary>Whether it is CONCURRENTLY that makes it one.</summary>
    public static bool IsConcurrent(string name) => name.EndsWith("CONCURRENTLY", StringComparison.Ordinal);

    private static string? Create(SqlCursor cursor)
    {
        var kind = cursor.Text.ToUpperInvariant();
        if (cursor.AcceptOneOf("database", "tablespace"))
            return $"CREATE {kind}";
        // Without a slot on the publisher it is a row of a catalog.
        if (cursor.Accept("subscription"))
            return IsOff(cursor, "connect") || IsOff(cursor, "create_slot") ? null : "CREATE SUBSCRIPTION";

        cursor.Accept("unique");
        return cursor.Accept("index", "concurrently") ? "CREATE INDEX CONCURRENTLY" : null;
    }

    private static string? Drop(SqlCursor cursor)
    {
        var kind = cursor.Text.ToUpperInvariant();
        return cursor.AcceptOneOf("database", "tablespace", "subscription") ? $"DROP {kind}"
            : cursor.Accept("index", "concurrently") ? "DROP INDEX CONCURRENTLY" : null;
    }

    private static string? Reindex(SqlCursor cursor)
    {
        var concurrently = cursor.TakeGroup()?.IsOn("concurrently") ?? false;
        var kind = cursor.Text.ToUpperInvariant();
        var several = cursor.IsOneOf("schema", "database", "system");
        if (!cursor.AcceptOneOf("index", "table", "schema", "database", "system"))
            return null;

        return concurrently || cursor.Is("concurrently") ? "REINDEX CONCURRENTLY" : several ? $"REINDEX {kind}" : null;
    }

    private static string? Alter(SqlCursor cursor)
    {
        if (cursor.Accept("system"))
            return "ALTER SYSTEM";
        if (cursor.Accept("table"))
            return IsGentleDetach(cursor) ? "DETACH PARTITION CONCURRENTLY" : null;
        if (cursor.Accept("database"))
            return cursor.Has("set", "tablespace") ? "ALTER DATABASE ... SET TABLESPACE" : null;
        if (!cursor.Accept("subscription"))
            return null;

        cursor.TakeName();
        if (cursor.Accept("refresh"))
            return "ALTER SUBSCRIPTION ... REFRESH";
        var kind = cursor.Text.ToUpperInvariant();
        return cursor.AcceptOneOf("set", "add", "drop") && cursor.Accept("publication") && !IsOff(cursor, "refresh")
            ? $"ALTER SUBSCRIPTION ... {kind} PUBLICATION" : null;
    }

    // PostgreSQL 19, by its manual. Of a partitioned table only the server knows it.
    private static string? Repack(SqlCursor cursor)
    {
        var options = cursor.TakeGroup();
        return options?.IsOn("concurrently") ?? false ? "REPACK CONCURRENTLY"
            : cursor.AtEnd || cursor.Is("using") || (options?.IsOn("analyze") ?? false) || (options?.IsOn("analyse") ?? false)
            ? "REPACK" : null;
    }

    private static bool IsGentleDetach(SqlCursor cursor)
    {
        if (!cursor.SkipTo("detach") || !cursor.Accept("detach", "partition"))
            return false;

        cursor.TakeRelation();
        return cursor.Is("concurrently");
    }

    // WITH (connect = false, ...)
    private static bool IsOff(SqlCursor cursor, string option)
    {
        var at = cursor.Copy();
        if (!at.SkipTo("with"))
            return false;

        at.Accept("with");
        return at.TakeGroup() is { } options && options.Parts()
            .Any(part => part.Accept(option) && part.Text == "="
                && Behind(part) is "false" or "off" or "0" or "'false'" or "'off'");
    }

    private static string Behind(SqlCursor part)
    {
        part.Step();
        return part.Text.ToLowerInvariant();
    }
}
