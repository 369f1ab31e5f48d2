namespace Migrator.Sql.Reading;

/// <summary>Reads REVOKE.</summary>
internal static class RevokeReader
{
    // Others, such as CREATE on a schema, are what a release takes from everybody to be safe, and needs itself from nobody.
    private static readonly string[] Used = ["select", "insert", "update", "delete", "usage", "all"];

    /// <param name="cursor">Behind REVOKE.</param>
    public static IEnumerable<SqlChange> Read(SqlCursor cursor)
    {
        if (cursor.Accept("grant", "option", "for") || cursor.Accept("admin", "option", "for") || !cursor.IsOneOf(Used)
            || !cursor.Has("on"))
            return [];

        var action = $"REVOKE {cursor.Text.ToUpperInvariant()}";
        cursor.SkipTo("on");
        cursor.Step();
        if (cursor.IsOneOf("function", "procedure", "routine", "type", "domain", "language", "database", "tablespace", "foreign",
            "parameter", "large"))
            return [];
        if (cursor.AcceptOneOf("schema", "all"))
            return [new(ChangeKind.Revoke) { Action = action }];

        cursor.AcceptOneOf("table", "sequence");
        return [.. cursor.TakeRelations().Select(table => new SqlChange(ChangeKind.Revoke, table) { Action = action })];
    }
}
