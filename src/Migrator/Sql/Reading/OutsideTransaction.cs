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
        if (!cursor.Accept("cluster"))
            return null;

        cursor.TakeGroup();
        cursor.Accept("verbose");
        return cursor.AtEnd ? "CLUSTER" : null;
    }

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
        var concurrently = cursor.TakeGroup() is { } options && options.Has("concurrently");
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
            return cursor.Has("detach", "partition") && cursor.Has("concurrently") ? "DETACH PARTITION CONCURRENTLY" : null;
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
