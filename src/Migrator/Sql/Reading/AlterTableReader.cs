namespace Migrator.Sql.Reading;

/// <summary>Reads ALTER TABLE, action by action.</summary>
internal static class AlterTableReader
{
    /// <param name="cursor">Behind ALTER TABLE.</param>
    public static IEnumerable<SqlChange> Read(SqlCursor cursor)
    {
        if (cursor.Accept("all", "in", "tablespace"))
            return [new(ChangeKind.Rewrite) { Action = "ALTER TABLE ALL IN TABLESPACE" }];

        cursor.AcceptIfExists();
        // The server drops first, whatever the order of the parts: a CHECK that goes in the same statement proves nothing more.
        return cursor.TakeRelation() is { } table
            ? cursor.Parts().SelectMany(part => Action(table, part))
                .OrderByDescending(change => change.Kind is ChangeKind.DropConstraint or ChangeKind.DropColumn)
                : [new(ChangeKind.Unknown) { Name = "ALTER TABLE" }];
    }

    private static IEnumerable<SqlChange> Action(RelationName table, SqlCursor cursor)
    {
        if (cursor.Accept("add"))
            return Add(table, cursor);
        if (cursor.Accept("drop"))
            return [Drop(table, cursor)];
        if (cursor.Accept("alter", "constraint"))
            return [AlterConstraint(table, cursor)];
        if (cursor.Accept("alter"))
            return [AlterColumn(table, cursor)];
        if (cursor.Accept("rename"))
            return [Rename(table, cursor)];
        if (cursor.Accept("set"))
            return [Set(table, cursor)];
        return [Other(table, cursor)];
    }

    // What was not enforced is asked of every row when it is.
    private static SqlChange AlterConstraint(RelationName table, SqlCursor cursor) =>
        cursor.Has("enforced") && !cursor.Has("not", "enforced")
            ? new(ChangeKind.AddForeignKey, table, LockMode.AccessExclusive) { Name = cursor.TakeName() ?? "" }
            : new(ChangeKind.Locks, table, LockMode.AccessExclusive);

    private static IEnumerable<SqlChange> Add(RelationName table, SqlCursor cursor)
    {
        if (ConstraintReader.TryRead(table, cursor) is { } constraint)
            return [constraint];

        cursor.Accept("column");
        var ifNotExists = cursor.AcceptIfNotExists();
        if (ColumnReader.Read(cursor) is not { } column)
            return [Unknown(table, "ADD " + cursor.Text)];

        var add = new SqlChange(ChangeKind.AddColumn, table, LockMode.AccessExclusive)
        { Name = column.Name, Column = column, IfNotExists = ifNotExists };
        // Of a column that is new and NULL everywhere, the server does not look at the rows.
        return column.References is not { } other
            ? [add] : [add,
                new(ChangeKind.AddForeignKey, table, LockMode.ShareRowExclusive)
                {
                    Other = other,
                    NotValid = !column.HasDefault || column.NotEnforced,
                    NotEnforced = column.NotEnforced,
                    IfNotExists = ifNotExists,
                }];
    }

    private static SqlChange Drop(RelationName table, SqlCursor cursor)
    {
        var constraint = cursor.Accept("constraint");
        if (!constraint)
            cursor.Accept("column");
        cursor.AcceptIfExists();
        return cursor.TakeName() is { } name
            ? new(constraint ? ChangeKind.DropConstraint : ChangeKind.DropColumn, table, LockMode.AccessExclusive)
            { Name = name, Cascades = cursor.Is("cascade") }
            : Unknown(table, "DROP " + cursor.Text);
    }

    private static SqlChange AlterColumn(RelationName table, SqlCursor cursor)
    {
        cursor.Accept("column");
        if (cursor.TakeName() is not { } column)
            return Unknown(table, "ALTER " + cursor.Text);

        if (cursor.Accept("type") || cursor.Accept("set", "data", "type"))
        {
            var type = ColumnReader.TakeType(cursor);
            return new(ChangeKind.ChangeType, table, LockMode.AccessExclusive)
            {
                Name = column,
                Action = type,
                NewType = cursor.Has("using") ? null : type,
                Collation = cursor.Accept("collate") ? ColumnReader.TakeCollation(cursor) : null,
            };
        }

        if (cursor.Accept("set", "not", "null"))
            return new(ChangeKind.SetNotNull, table, LockMode.AccessExclusive) { Name = column };
        if (cursor.Accept("drop", "not", "null"))
            return new(ChangeKind.DropNotNull, table, LockMode.AccessExclusive) { Name = column };
        if (cursor.Accept("set", "expression"))
            return new(ChangeKind.Rewrite, table, LockMode.AccessExclusive) { Name = column, Action = "SET EXPRESSION" };
        if (cursor.Accept("set", "statistics") || cursor.Accept("reset") || (cursor.Accept("set") && cursor.Is('(')))
            return new(ChangeKind.Locks, table, LockMode.ShareUpdateExclusive);
        // DEFAULT, IDENTITY and what else is only written into the catalog.
        return cursor.IsOneOf("compression", "storage", "default", "generated", "add", "drop", "restart", "increment", "start",
            "minvalue", "maxvalue",
            "cache", "cycle", "no", "sequence")
            ? new(ChangeKind.Locks, table, LockMode.AccessExclusive) : Unknown(table, $"ALTER COLUMN {column} {cursor.Text}");
    }

    private static SqlChange Rename(RelationName table, SqlCursor cursor)
    {
        // No query names a constraint.
        if (cursor.Accept("constraint"))
            return new(ChangeKind.RenameConstraint, table, LockMode.AccessExclusive)
            { Name = cursor.TakeName() ?? "", NewName = Renamed(cursor) };
        // It stays in its schema.
        if (cursor.Is("to"))
            return new(ChangeKind.Rename, table, LockMode.AccessExclusive)
            { Other = Renamed(cursor) is { Length: > 0 } name ? new(table.Schema, name) : null, Action = $"table {table}" };

        cursor.Accept("column");
        return cursor.TakeName() is { } column ? new(ChangeKind.Rename, table, LockMode.AccessExclusive)
        { Name = column, NewName = Renamed(cursor), Action = $"column {table}.{column}" } : Unknown(table, "RENAME");
    }

    private static string Renamed(SqlCursor cursor) => cursor.Accept("to") ? cursor.TakeName() ?? "" : "";

    private static SqlChange Set(RelationName table, SqlCursor cursor)
    {
        if (cursor.Accept("schema"))
            return new(ChangeKind.SetSchema, table, LockMode.AccessExclusive)
            { NewName = cursor.TakeName() ?? "", Action = $"table {table}" };
        if (cursor.IsOneOf("logged", "unlogged", "tablespace", "access"))
            return new(ChangeKind.Rewrite, table, LockMode.AccessExclusive)
            { Action = "SET " + cursor.Text.ToUpperInvariant() + (cursor.Is("access") ? " METHOD" : "") };
        return cursor.Is('(') || cursor.Is("without") ? new(ChangeKind.Locks, table) : Unknown(table, "SET " + cursor.Text);
    }

    private static SqlChange Other(RelationName table, SqlCursor cursor)
    {
        if (cursor.Accept("validate", "constraint"))
            return new(ChangeKind.ValidateConstraint, table) { Name = cursor.TakeName() ?? "" };
        if (cursor.Accept("attach", "partition"))
            return new(ChangeKind.AttachPartition, table)
            { Other = cursor.TakeRelation(), IsDefaultPartition = cursor.Is("default") };
        if (cursor.Accept("detach", "partition"))
        {
            var other = cursor.TakeRelation();
            var gentle = cursor.IsOneOf("concurrently", "finalize");
            return new(ChangeKind.DetachPartition, table, gentle ? LockMode.ShareUpdateExclusive : LockMode.AccessExclusive)
            {
                Other = other,
                Concurrently = gentle,
            };
        }

        var verb = cursor.Text.ToUpperInvariant();
        if (cursor.AcceptOneOf("enable", "disable", "force") || cursor.Accept("no", "force"))
        {
            cursor.AcceptOneOf("replica", "always");
            return !cursor.IsOneOf("trigger", "rule", "row") ? Unknown(table, $"{verb} {cursor.Text}")
                : new(ChangeKind.Trigger, table, cursor.Is("trigger") ? LockMode.ShareRowExclusive : LockMode.AccessExclusive)
                {
                    Action = $"{verb} {(cursor.Is("row") ? "ROW LEVEL SECURITY" : cursor.Text.ToUpperInvariant())}",
                };
        }

        if (cursor.Is("cluster") || cursor.Is("reset"))
            return new(ChangeKind.Locks, table);
        return cursor.IsOneOf("inherit", "no", "of", "not", "owner", "replica", "options")
            ? new(ChangeKind.Locks, table, LockMode.AccessExclusive) : Unknown(table, cursor.Text);
    }

    private static SqlChange Unknown(RelationName table, string words) =>
        new(ChangeKind.Unknown, table, LockMode.AccessExclusive) { Name = $"ALTER TABLE {table} {words}" };
}
