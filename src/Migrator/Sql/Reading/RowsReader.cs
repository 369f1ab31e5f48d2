namespace Migrator.Sql.Reading;

/// <summary>Reads what writes or reads rows: INSERT, UPDATE, DELETE, MERGE, COPY, SELECT, and WITH before them.</summary>
internal static class RowsReader
{
    private static readonly string[] Guarded =
        ["lock_timeout", "statement_timeout", "transaction_timeout", "idle_session_timeout",
            "idle_in_transaction_session_timeout"];

    /// <summary>What stands here does; null if it is nothing of this kind.</summary>
    public static IEnumerable<SqlChange>? TryRead(SqlCursor cursor)
    {
        if (cursor.Accept("with"))
            return With(cursor);
        if (cursor.Accept("update"))
            return [Write("UPDATE", cursor, wholeTable: !HasCondition(cursor), many: true)];
        if (cursor.Accept("delete", "from"))
            return [Write("DELETE", cursor, wholeTable: !HasCondition(cursor), many: true)];
        if (cursor.Accept("insert", "into"))
            return [Write("INSERT", cursor, wholeTable: false, many: !cursor.Has("values"))];
        if (cursor.Accept("merge", "into"))
            return [Write("MERGE", cursor, wholeTable: false, many: true)];
        if (cursor.Is("copy"))
            return Copy(cursor);
        if (cursor.IsOneOf("select", "values", "table") || cursor.Is('('))
            return Select(cursor);
        return null;
    }

    private static List<SqlChange> With(SqlCursor cursor)
    {
        List<SqlChange> changes = [];
        cursor.Accept("recursive");
        do
        {
            cursor.TakeName();
            cursor.TakeGroup();
            cursor.SkipTo("as");
            cursor.Accept("as");
            cursor.Accept("not");
            cursor.Accept("materialized");
            if (cursor.TakeGroup() is { } body)
                changes.AddRange(TryRead(body) ?? []);
            while (!cursor.AtEnd && !cursor.Is(',')
                && !cursor.IsOneOf("select", "insert", "update", "delete", "merge", "values", "table"))
                cursor.Skip();
        }
        while (cursor.Accept(','));

        changes.AddRange(TryRead(cursor) ?? [new(ChangeKind.Unknown) { Name = "WITH" }]);
        return changes;
    }

    // Into a file or to a program of the server's it only reads, but for what a query does.
    private static IEnumerable<SqlChange> Copy(SqlCursor cursor) => CopyStatement.TryRead(cursor) switch
    {
        { IsFrom: true, Table: { } table } => [new(ChangeKind.WriteRows, table) { Action = "COPY", ManyRows = true }],
        { IsFrom: false, Query: { } query } => TryRead(query) ?? [new(ChangeKind.Unknown) { Name = "COPY" }],
        { IsFrom: false, Table: not null } => [],
        _ => [new(ChangeKind.Unknown) { Name = "COPY" }],
    };

    private static SqlChange Write(string verb, SqlCursor cursor, bool wholeTable, bool many) =>
        cursor.TakeRelation() is { } table
        ? new(ChangeKind.WriteRows, table) { Action = verb, WholeTable = wholeTable, ManyRows = many }
        : new(ChangeKind.Unknown) { Name = verb };

    // FluentMigrator renders AllRows() as WHERE 1 = 1.
    private static bool HasCondition(SqlCursor cursor)
    {
        var at = cursor.Copy();
        if (!at.SkipTo("where"))
            return false;

        at.Accept("where");
        var start = at.Copy();
        while (!at.AtEnd && !at.Is("returning"))
            at.Skip();
        return start.TextTo(at) is not ("1=1" or "true" or "(1=1)" or "(true)");
    }

    private static IEnumerable<SqlChange> Select(SqlCursor cursor)
    {
        var at = cursor.Copy();
        while (!at.AtEnd && !at.IsOneOf("into", "from"))
            at.Skip();
        if (at.Accept("into"))
        {
            if (!at.AcceptOneOf("temporary", "temp"))
                at.Accept("unlogged");
            at.Accept("table");
            yield return at.TakeRelation() is { } table
                ? new(ChangeKind.CreateTable, table) : new(ChangeKind.Unknown) { Name = "SELECT INTO" };
        }

        if (FunctionCalls.Of(cursor).Contains("set_config")
            && Guarded.FirstOrDefault(name => Mentions(cursor, name)) is { } setting)
            yield return new(ChangeKind.TransactionControl) { Action = $"set_config('{setting}')" };
        else if (FunctionCalls.Of(cursor)
            .FirstOrDefault(name => name.StartsWith("pg_advisory_unlock", StringComparison.Ordinal)) is { } unlock)
            yield return new(ChangeKind.TransactionControl) { Action = $"{unlock}()" };
        else if (FunctionCalls.FirstUnknown(cursor) is { } function)
            yield return new(ChangeKind.Opaque) { Name = $"SELECT {function}()" };
    }

    private static bool Mentions(SqlCursor cursor, string setting)
    {
        for (var at = cursor.Copy(); !at.AtEnd; at.Step())
        {
            if (at.Text.Equals($"'{setting}'", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Whether a setting is one of those by which the run is bounded.</summary>
    public static bool IsGuarded(string setting) => Guarded.Contains(setting);
}
