namespace Migrator.Sql.Reading;

/// <summary>Reads CREATE.</summary>
internal static class CreateReader
{
    // What is made new, or changes a catalog that no reader or writer of a table waits for.
    private static readonly string[] Harmless =
    [
        "function", "procedure", "aggregate", "extension", "cast", "collation", "conversion", "operator", "role",
        "user", "group", "statistics", "publication", "subscription", "server", "text", "event", "language", "transform",
        "access", "database", "tablespace", "trusted", "procedural", "default", "assertion",
    ];

    /// <param name="cursor">Behind CREATE.</param>
    public static IEnumerable<SqlChange> Read(SqlCursor cursor)
    {
        var replaces = cursor.Accept("or", "replace");
        if (cursor.Accept("unique", "index") || cursor.Accept("index"))
            return [Index(cursor)];

        cursor.AcceptOneOf("global", "local");
        cursor.AcceptOneOf("temporary", "temp", "unlogged", "recursive");
        if (cursor.Accept("recursive", "view") || cursor.Accept("view") || cursor.Accept("materialized", "view")
            || cursor.Accept("sequence") || cursor.Accept("type"))
            return Other(cursor, replaces);
        if (cursor.Accept("foreign", "table") || cursor.Accept("table"))
            return Table(cursor);
        if (cursor.Accept("domain"))
            return Domain(cursor);
        if (cursor.Accept("foreign", "data") || cursor.IsOneOf(Harmless))
            return [];
        if (cursor.Accept("schema"))
            return cursor.Has("create") || cursor.Has("grant")
                ? [new(ChangeKind.Unknown) { Name = "CREATE SCHEMA with elements" }] : [];

        var action = "CREATE " + (cursor.Is("constraint") ? "TRIGGER" : cursor.Text.ToUpperInvariant());
        if (cursor.Accept("constraint", "trigger") || cursor.Accept("trigger"))
            return [Of(cursor, "on", action, LockMode.ShareRowExclusive)];
        if (cursor.Accept("policy"))
            return [Of(cursor, "on", action, LockMode.AccessExclusive)];
        return cursor.Accept("rule")
            ? [Of(cursor, "to", action, LockMode.AccessExclusive)] : [new(ChangeKind.Unknown) { Name = action }];
    }

    /// <summary>A trigger, policy or rule, whose table stands behind a word.</summary>
    public static SqlChange Of(SqlCursor cursor, string word, string action, LockMode tableLock)
    {
        cursor.AcceptIfExists();
        cursor.Skip();
        cursor.SkipTo(word);
        return cursor.Accept(word) && cursor.TakeRelation() is { } table
            ? new(ChangeKind.Trigger, table, tableLock) { Action = action } : new(ChangeKind.Unknown) { Name = action };
    }

    private static SqlChange Index(SqlCursor cursor)
    {
        var concurrently = cursor.Accept("concurrently");
        var ifNotExists = cursor.AcceptIfNotExists();
        var name = cursor.Is("on") ? "" : cursor.TakeName() ?? "";
        cursor.Accept("on");
        var only = cursor.Is("only");
        if (cursor.TakeRelation() is not { } table)
            return new(ChangeKind.Unknown) { Name = "CREATE INDEX" };

        if (cursor.Accept("using"))
            cursor.TakeName();
        return IndexedParts.Read(cursor,
            new(ChangeKind.CreateIndex, table, concurrently ? LockMode.ShareUpdateExclusive : LockMode.Share)
            { Name = name, Concurrently = concurrently, IfNotExists = ifNotExists, Only = only });
    }

    private static IEnumerable<SqlChange> Other(SqlCursor cursor, bool replaces)
    {
        var mayBeThere = cursor.AcceptIfNotExists() || replaces;
        return [cursor.TakeRelation() is { } name ? new(ChangeKind.CreateOther, name) { IfNotExists = mayBeThere }
            : new(ChangeKind.Unknown) { Name = "CREATE" }];
    }

    private static IEnumerable<SqlChange> Table(SqlCursor cursor)
    {
        var ifNotExists = cursor.AcceptIfNotExists();
        if (cursor.TakeRelation() is not { } table)
            return [new(ChangeKind.Unknown) { Name = "CREATE TABLE" }];
        if (cursor.Accept("partition", "of"))
            return cursor.TakeRelation() is { } parent
                ? [new(ChangeKind.CreatePartition, parent, LockMode.AccessExclusive)
                    {
                        Other = table,
                        IsDefaultPartition = cursor.Has("default"),
                        IfNotExists = ifNotExists,
                        PartitionBy = PartitionBy(cursor),
                    }]
                : [new(ChangeKind.Unknown) { Name = "CREATE TABLE PARTITION OF" }];

        List<ColumnDefinition> columns = [];
        List<SqlChange> constraints = [];
        foreach (var part in cursor.TakeGroup()?.Parts() ?? [])
        {
            if (part.AtEnd || part.Accept("like"))
                continue;
            if (ConstraintReader.TryRead(table, part) is { } constraint)
                constraints.Add(constraint);
            else if (ColumnReader.Read(part) is { } column)
                columns.Add(column);
        }

        return
        [
            new(ChangeKind.CreateTable, table)
                { Columns = columns, IfNotExists = ifNotExists, PartitionBy = PartitionBy(cursor) },
            .. constraints.Select(constraint => constraint with { IfNotExists = ifNotExists }),
            .. columns.Where(column => column.References is not null)
                .Select(column => new SqlChange(ChangeKind.AddForeignKey, table, LockMode.ShareRowExclusive)
                    { Other = column.References, IfNotExists = ifNotExists }),
        ];
    }

    // PARTITION BY RANGE (column, lower(name), (a + b), ...)
    private static IReadOnlyList<string>? PartitionBy(SqlCursor cursor)
    {
        if (!cursor.SkipTo("partition") || !cursor.Accept("partition", "by"))
            return null;

        cursor.Step();
        return [.. cursor.TakeGroup()?.Parts().Select(IndexedParts.Text) ?? []];
    }

    private static IEnumerable<SqlChange> Domain(SqlCursor cursor)
    {
        if (cursor.TakeRelation() is not { } domain)
            return [new(ChangeKind.Unknown) { Name = "CREATE DOMAIN" }];

        cursor.Accept("as");
        var type = ColumnReader.TakeType(cursor);
        var checks = cursor.Has("check") || cursor.Has("not", "null");
        return
        [
            new(ChangeKind.CreateDomain, domain)
            {
                Name = type,
                Checked = checks,
                VolatileFunction = cursor.SkipTo("default") ? FunctionCalls.FirstVolatile(cursor) : null,
            },
        ];
    }
}
