namespace Migrator.Sql.Reading;

/// <summary>What an object is, as far as a message that misses one tells.</summary>
internal enum ObjectClass
{
    /// <summary>A table, a view, a sequence, an index: what 42P01 misses.</summary>
    Relation,
    Column,
    Type,
    Routine,
    Schema,
    Extension,

    /// <summary>A role, a constraint, an operator class, a language, a server ...</summary>
    Other,
}

/// <summary>An object that a statement makes, or gives its name.</summary>
/// <param name="Class">What it is.</param>
/// <param name="Name">Its name, with its schema unless that is public.</param>
/// <param name="Table">The table of a column.</param>
internal sealed record MadeObject(ObjectClass Class, RelationName Name, RelationName? Table = null);

/// <summary>Reads what objects a statement leaves behind under which names.</summary>
internal static class MadeObjects
{
    private static readonly string[] Modifiers =
    [
        "global", "local", "temporary", "temp", "unlogged", "recursive", "materialized", "foreign", "unique", "constraint",
        "trusted", "procedural", "default", "event",
    ];

    /// <summary>The objects; what a function's text or dynamic SQL makes is not known.</summary>
    public static IEnumerable<MadeObject> Of(SqlStatement statement)
    {
        var cursor = statement.Cursor();
        if (cursor.Accept("create"))
            return Created(cursor).Concat(Within(statement));
        if (cursor.Accept("alter"))
            return Renamed(cursor).Concat(Within(statement));
        if (cursor.Is("do"))
            return OfBlock(statement);
        return cursor.IsOneOf("select", "with") && cursor.SkipTo("into") && cursor.Accept("into") && Relation(cursor) is { } into
            ? [into] : [];
    }

    private static IEnumerable<MadeObject> Created(SqlCursor cursor)
    {
        cursor.Accept("or", "replace");
        while (cursor.AcceptOneOf(Modifiers))
        {
        }

        if (Class(cursor) is not { } made)
            yield break;

        cursor.Accept("concurrently");
        cursor.AcceptIfNotExists();
        if (!cursor.IsOneOf("on", "authorization") && cursor.TakeRelation() is { } name)
            yield return new(made, name);
    }

    private static ObjectClass? Class(SqlCursor cursor)
    {
        if (cursor.AcceptOneOf("table", "view", "sequence", "index"))
            return ObjectClass.Relation;
        if (cursor.AcceptOneOf("type", "domain"))
            return ObjectClass.Type;
        if (cursor.AcceptOneOf("function", "procedure", "aggregate"))
            return ObjectClass.Routine;
        if (cursor.Accept("schema"))
            return ObjectClass.Schema;
        if (cursor.Accept("extension"))
            return ObjectClass.Extension;
        if (cursor.Is("user") && cursor.Is("mapping", 1))
            return null;
        if (cursor.Accept("text", "search"))
            cursor.Step();
        else if (!cursor.Accept("access", "method") && !cursor.Accept("data", "wrapper") && !cursor.Accept("operator", "class")
            && !cursor.Accept("operator", "family")
            && !cursor.AcceptOneOf("role", "user", "group", "server", "language", "collation", "conversion", "publication",
                "subscription", "trigger", "policy", "rule", "statistics", "tablespace"))
            return null;
        return ObjectClass.Other;
    }

    // Columns, constraints, and the sequences of serial columns.
    private static IEnumerable<MadeObject> Within(SqlStatement statement)
    {
        foreach (var change in StatementReader.Read(statement))
        {
            if (change.Table is not { } table)
                continue;

            foreach (var column in change.Column is { } added ? [added] : change.Columns)
            {
                yield return new(ObjectClass.Column, new(null, column.Name), table);
                if (column.Rewrites is { } kind && (kind == "identity" || kind.Contains("serial", StringComparison.Ordinal)))
                    yield return new(ObjectClass.Relation, new(table.Schema, $"{table.Name}_{column.Name}_seq"));
            }

            if (change is
                {
                    Kind: ChangeKind.AddCheck or ChangeKind.AddForeignKey or ChangeKind.AddUnique
                or ChangeKind.AddExclusion, Name.Length: > 0
                })
                yield return new(ObjectClass.Other, new(null, change.Name));
            if (change is { Kind: ChangeKind.CreatePartition, Other: { } partition })
                yield return new(ObjectClass.Relation, partition);
        }
    }

    // ALTER kind [IF EXISTS] [ONLY] name RENAME [COLUMN old] TO new, or SET SCHEMA new.
    private static IEnumerable<MadeObject> Renamed(SqlCursor cursor)
    {
        var kind = cursor.Copy();
        while (kind.AcceptOneOf(Modifiers))
        {
        }

        if (Class(kind) is not { } made)
            yield break;

        kind.AcceptIfExists();
        if (kind.TakeRelation() is not { } name)
            yield break;

        kind.TakeGroup();
        if (kind.Accept("set", "schema") && kind.TakeName() is { } schema)
            yield return new(made, new(schema, name.Name));
        if (!kind.Accept("rename"))
            yield break;
        if (kind.Accept("to"))
        {
            if (kind.TakeName() is { } renamed)
                yield return new(made, new(name.Schema, renamed));
        }
        else if (!kind.Is("constraint") && kind.SkipTo("to") && kind.Accept("to") && kind.TakeName() is { } column)
        {
            yield return new(ObjectClass.Column, new(null, column), name);
        }
    }

    // DO $$ BEGIN CREATE TYPE ...; EXCEPTION WHEN duplicate_object THEN ...; END $$: the usual way to make what may be there.
    private static IEnumerable<MadeObject> OfBlock(SqlStatement block)
    {
        foreach (var token in block.Tokens.Where(token => token.Kind == SqlTokenKind.Text))
        {
            foreach (var inner in SqlStatement.Split(Body(block.Sql[token.Start..token.End])))
            {
                for (var at = 0; at < inner.Tokens.Count; at++)
                {
                    var cursor = new SqlCursor(inner.Sql, inner.Tokens, at, inner.Tokens.Count);
                    if (!cursor.IsOneOf("create", "alter"))
                        continue;
                    foreach (var made in Of(new SqlStatement(inner.Sql, [.. inner.Tokens.Skip(at)])))
                        yield return made;
                    break;
                }
            }
        }
    }

    private static string Body(string literal)
    {
        if (literal[0] != '$')
            return literal.Trim('\'').Replace("''", "'", StringComparison.Ordinal);

        var tag = literal.IndexOf('$', 1) + 1;
        return literal.Length >= 2 * tag ? literal[tag..^tag] : "";
    }

    private static MadeObject? Relation(SqlCursor cursor)
    {
        cursor.AcceptOneOf("temporary", "temp", "unlogged");
        cursor.Accept("table");
        return cursor.TakeRelation() is { } name ? new(ObjectClass.Relation, name) : null;
    }
}
