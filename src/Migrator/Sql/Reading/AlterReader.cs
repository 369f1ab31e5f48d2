namespace Migrator.Sql.Reading;

/// <summary>Reads ALTER of what is no table.</summary>
internal static class AlterReader
{
    private static readonly string[] Harmless =
    [
        "function", "procedure", "routine", "aggregate", "extension", "collation", "conversion", "operator", "role", "user",
        "group", "statistics", "publication", "subscription", "server", "text", "event", "language", "database", "tablespace",
        "system", "default", "large", "foreign",
    ];

    /// <param name="cursor">Behind ALTER.</param>
    public static IEnumerable<SqlChange> Read(SqlCursor cursor)
    {
        if (cursor.Accept("table") || cursor.Accept("foreign", "table"))
            return AlterTableReader.Read(cursor);
        if (cursor.Accept("index"))
            return Index(cursor);
        if (cursor.Accept("type"))
            return [Type(cursor)];
        if (cursor.Accept("domain"))
            return [Domain(cursor)];
        if (cursor.Accept("policy") || cursor.Accept("trigger") || cursor.Accept("rule"))
            return [CreateReader.Of(cursor, "on", "ALTER of a policy, trigger or rule", LockMode.AccessExclusive)];

        var kind = cursor.Is("materialized") ? "materialized view" : cursor.Text.ToLowerInvariant();
        if (cursor.AcceptOneOf("schema", "view", "sequence") || cursor.Accept("materialized", "view"))
            return [Named(kind, cursor)];
        if (!cursor.IsOneOf(Harmless))
            return [new(ChangeKind.Unknown) { Name = $"ALTER {cursor.Text}" }];

        return cursor.IsOneOf("function", "procedure", "routine", "aggregate")
            && (cursor.Has("rename", "to") || cursor.Has("set", "schema"))
            ? [new(cursor.Has("rename", "to") ? ChangeKind.Rename : ChangeKind.SetSchema)
                { Action = $"{kind} {Behind(cursor)}" }] : [];
    }

    private static string Behind(SqlCursor cursor)
    {
        cursor.Step();
        return $"{cursor.TakeRelation()}";
    }

    private static SqlChange Named(string kind, SqlCursor cursor)
    {
        cursor.AcceptIfExists();
        // A sequence's OWNER, a view's default: of no interest to who reads a table.
        if (cursor.TakeRelation() is not { } name)
            return new(ChangeKind.Unknown) { Name = $"ALTER {kind}" };

        var what = $"{kind} {name}";
        // A schema's name is none of a table.
        return cursor.Accept("rename") ? new(ChangeKind.Rename, kind == "schema" ? null : name) { Action = what }
            : cursor.Accept("set", "schema")
            ? new(ChangeKind.SetSchema, name) { NewName = cursor.TakeName() ?? "", Action = what }
            : cursor.Has("set", "tablespace")
            ? new(ChangeKind.Rewrite, name) { Action = $"{what} SET TABLESPACE" } : new(ChangeKind.Locks, name);
    }

    private static IEnumerable<SqlChange> Index(SqlCursor cursor)
    {
        if (cursor.Has("set", "tablespace"))
            return [new(ChangeKind.Rewrite) { Action = "ALTER INDEX SET TABLESPACE" }];

        cursor.AcceptIfExists();
        return cursor.TakeRelation() is { } index && cursor.Accept("rename", "to") && cursor.TakeName() is { } renamed
            ? [new(ChangeKind.RenameIndex) { Other = index, NewName = renamed }] : [];
    }

    private static SqlChange Type(SqlCursor cursor)
    {
        if (cursor.TakeRelation() is not { } type)
            return new(ChangeKind.Unknown) { Name = "ALTER TYPE" };
        if (cursor.Accept("add", "value"))
        {
            cursor.AcceptIfNotExists();
            return new(ChangeKind.AddEnumValue, type)
            { Name = cursor.Text.Trim('\'').Replace("''", "'", StringComparison.Ordinal) };
        }

        if (cursor.Accept("rename", "value"))
            return new(ChangeKind.Rename, type) { Action = $"value {cursor.Text} of {type}" };
        if (cursor.Accept("rename"))
            return new(ChangeKind.Rename, type) { Action = cursor.Is("attribute") ? $"an attribute of {type}" : $"type {type}" };
        if (cursor.Accept("set", "schema"))
            return new(ChangeKind.SetSchema, type) { Action = $"type {type}" };
        if (cursor.Has("alter", "attribute"))
            return new(ChangeKind.ChangeType, type) { Name = "attribute", Action = "another type" };
        return cursor.Accept("drop", "attribute")
            ? new(ChangeKind.DropColumn, type) { Name = cursor.TakeName() ?? "", Cascades = cursor.Has("cascade") }
            : new(ChangeKind.Locks, type);
    }

    private static SqlChange Domain(SqlCursor cursor)
    {
        if (cursor.TakeRelation() is not { } domain)
            return new(ChangeKind.Unknown) { Name = "ALTER DOMAIN" };
        if (cursor.Accept("add"))
            return ConstraintReader.TryRead(domain, cursor) ?? new(ChangeKind.Unknown) { Name = $"ALTER DOMAIN {domain} ADD" };
        if (cursor.Accept("set", "not", "null"))
            return new(ChangeKind.SetNotNull, domain);
        if (cursor.Accept("validate", "constraint"))
            return new(ChangeKind.ValidateConstraint, domain) { Name = cursor.TakeName() ?? "", Action = $"domain {domain}" };
        return cursor.Has("rename", "to")
            ? new(ChangeKind.Rename, domain) { Action = $"domain {domain}" } : new(ChangeKind.Locks, domain);
    }
}
