namespace Migrator.Sql.Reading;

/// <summary>Reads what writes tables and indexes anew, or locks and empties them.</summary>
internal static class MaintenanceReader
{
    private static readonly string[] ReindexKinds = ["index", "table", "schema", "database", "system"];

    /// <summary>What stands here does; null if it is nothing of this kind.</summary>
    public static IEnumerable<SqlChange>? TryRead(SqlCursor cursor)
    {
        if (cursor.Accept("reindex"))
            return [Reindex(cursor)];
        if (cursor.Accept("vacuum"))
            return Vacuum(cursor);
        if (cursor.Accept("cluster"))
            return Cluster(cursor);
        if (cursor.Accept("repack"))
            return [Repack(cursor)];
        if (cursor.Accept("refresh", "materialized", "view"))
        {
            var concurrently = cursor.Accept("concurrently");
            return [new(concurrently ? ChangeKind.Locks : ChangeKind.Rewrite, cursor.TakeRelation(),
                concurrently ? LockMode.Exclusive : LockMode.AccessExclusive) { Action = "REFRESH MATERIALIZED VIEW" }];
        }

        if (cursor.Accept("truncate"))
        {
            cursor.Accept("table");
            SqlChange[] tables = [.. cursor.TakeRelations()
                .Select(table => new SqlChange(ChangeKind.Truncate, table, LockMode.AccessExclusive))];
            return tables.Select(one => one with { Cascades = cursor.Has("cascade") });
        }

        return cursor.Accept("lock") ? Lock(cursor) : null;
    }

    private static SqlChange Reindex(SqlCursor cursor)
    {
        var concurrently = cursor.TakeGroup()?.IsOn("concurrently") ?? false;
        var kind = cursor.Text.ToUpperInvariant();
        if (!cursor.AcceptOneOf(ReindexKinds))
            return new(ChangeKind.Unknown) { Name = "REINDEX" };

        concurrently |= cursor.Accept("concurrently");
        var name = cursor.TakeRelation();
        return new(ChangeKind.Reindex, kind == "TABLE" ? name : null)
        {
            Name = name?.ToString() ?? "",
            Action = $"REINDEX {kind} {name}".TrimEnd(),
            Concurrently = concurrently,
        };
    }

    private static IEnumerable<SqlChange> Vacuum(SqlCursor cursor)
    {
        var full = cursor.TakeGroup()?.IsOn("full") ?? false;
        full |= cursor.Accept("full");
        if (!full)
            return [];

        cursor.AcceptOneOf("freeze", "verbose");
        RelationName[] tables = [.. cursor.TakeRelations()];
        return tables.Length == 0 ? [new(ChangeKind.Rewrite) { Action = "VACUUM FULL" }]
            : tables.Select(table => new SqlChange(ChangeKind.Rewrite, table, LockMode.AccessExclusive)
            { Action = "VACUUM FULL" });
    }

    // PostgreSQL 19, by its manual. Concurrently it has ACCESS EXCLUSIVE for a moment, at its end.
    private static SqlChange Repack(SqlCursor cursor)
    {
        var concurrently = cursor.TakeGroup()?.IsOn("concurrently") ?? false;
        var table = cursor.Is("using") ? null : cursor.TakeRelation();
        return new(concurrently ? ChangeKind.Locks : ChangeKind.Rewrite, table, LockMode.AccessExclusive)
        { Action = "REPACK", Concurrently = concurrently };
    }

    private static IEnumerable<SqlChange> Cluster(SqlCursor cursor)
    {
        cursor.TakeGroup();
        cursor.Accept("verbose");
        var table = cursor.TakeRelation();
        if (cursor.Accept("on"))
            table = cursor.TakeRelation();
        return [new(ChangeKind.Rewrite, table, LockMode.AccessExclusive) { Action = "CLUSTER" }];
    }

    private static IEnumerable<SqlChange> Lock(SqlCursor cursor)
    {
        cursor.Accept("table");
        RelationName[] tables = [.. cursor.TakeRelations()];
        cursor.Accept("in");
        return tables.Select(table => new SqlChange(ChangeKind.LockTable, table, ModeOf(cursor.Copy())));
    }

    // ACCESS EXCLUSIVE where none is named.
    private static LockMode ModeOf(SqlCursor cursor) =>
        Enum.GetValues<LockMode>().Where(mode => cursor.Copy().Accept([.. mode.Words().Split(' '), "mode"]))
            .DefaultIfEmpty(LockMode.AccessExclusive).First();
}
