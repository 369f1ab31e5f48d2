namespace Migrator.Sql.Reading;

/// <summary>Reads DROP.</summary>
internal static class DropReader
{
    // With CASCADE, columns go with them.
    private static readonly string[] ColumnsDepend = ["type", "domain", "extension", "collation"];

    private static readonly string[] Harmless =
    [
        "view", "materialized", "sequence", "function", "procedure", "routine", "aggregate", "cast", "conversion", "operator",
        "role", "user", "group", "statistics", "publication", "subscription", "server", "text", "event", "language", "transform",
        "access", "tablespace", "foreign",
    ];

    /// <param name="cursor">Behind DROP.</param>
    public static IEnumerable<SqlChange> Read(SqlCursor cursor)
    {
        if (cursor.Accept("index"))
        {
            var concurrently = cursor.Accept("concurrently");
            cursor.AcceptIfExists();
            return [.. cursor.TakeRelations()
                .Select(index => new SqlChange(ChangeKind.DropIndex)
                    { Name = index.ToString(), Other = index, Concurrently = concurrently })];
        }

        if (cursor.Accept("table") || cursor.Accept("foreign", "table"))
        {
            cursor.AcceptIfExists();
            SqlChange[] tables = [.. cursor.TakeRelations()
                .Select(table => new SqlChange(ChangeKind.DropTable, table, LockMode.AccessExclusive))];
            return tables.Select(drop => drop with { Cascades = cursor.Is("cascade") });
        }

        var kind = cursor.Text.ToUpperInvariant();
        if (cursor.AcceptOneOf("schema", "database") || cursor.Accept("owned", "by"))
            return [Schema(kind, cursor)];
        if (cursor.AcceptOneOf("trigger", "policy", "rule"))
            return [CreateReader.Of(cursor, "on", $"DROP {kind}", LockMode.AccessExclusive)];
        if (cursor.IsOneOf(ColumnsDepend))
            return [.. Others(cursor),
                .. cursor.Has("cascade")
                    ? [new(ChangeKind.DropColumn) { Action = $"DROP {kind} CASCADE", Cascades = true }] : (SqlChange[])[]];
        if (Others(cursor) is [_, ..] others)
            return others;
        return cursor.IsOneOf(Harmless) ? [] : [new(ChangeKind.Unknown) { Name = $"DROP {kind}" }];
    }

    private static SqlChange Schema(string kind, SqlCursor cursor)
    {
        cursor.AcceptIfExists();
        var cascades = cursor.Has("cascade");
        string[] names = [.. cursor.Parts().Select(part => part.TakeName()).OfType<string>()];
        return new(ChangeKind.DropSchema)
        {
            Action = $"DROP {kind} {string.Join(", ", names)}",
            Cascades = cascades,
            Mentions = kind == "SCHEMA" ? names : [],
        };
    }

    // What was made as another relation or a type, of which the linter knows that it is there.
    private static SqlChange[] Others(SqlCursor cursor)
    {
        var at = cursor.Copy();
        if (!at.Accept("materialized", "view") && !at.AcceptOneOf("view", "sequence", "type", "domain"))
            return [];

        at.AcceptIfExists();
        return [.. at.TakeRelations().Select(one => new SqlChange(ChangeKind.DropOther, one))];
    }
}
