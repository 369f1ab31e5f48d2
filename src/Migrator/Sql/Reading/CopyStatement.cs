namespace Migrator.Sql.Reading;

/// <summary>A COPY, as far as it matters who has the rows.</summary>
/// <param name="Table">The table; null for a query.</param>
/// <param name="Query">The query; null for a table.</param>
/// <param name="IsFrom">Whether the rows go into the table.</param>
/// <param name="IsOfClient">Whether they are the client's, and no file's or program's of the server.</param>
/// <param name="IsBinary">Whether they are in the server's own format.</param>
internal sealed record CopyStatement(RelationName? Table, SqlCursor? Query, bool IsFrom, bool IsOfClient, bool IsBinary)
{
    /// <summary>Reads a statement; null for any other.</summary>
    public static CopyStatement? TryRead(SqlCursor cursor)
    {
        var at = cursor.Copy();
        if (!at.Accept("copy"))
            return null;

        var binary = at.Accept("binary");
        var query = at.TakeGroup();
        var table = query is null ? at.TakeRelation() : null;
        at.TakeGroup();
        var from = at.Accept("from");
        if (!from && !at.Accept("to"))
            return null;

        // To the server both words are the same.
        var client = at.AcceptOneOf("stdin", "stdout");
        if (!client)
        {
            at.Accept("program");
            at.Step();
        }

        return new(table, query, from, client, binary || IsBinaryFormat(at));
    }

    /// <summary>What it is called in a message.</summary>
    public string Name => $"COPY {Table?.ToString() ?? "(query)"} {(IsFrom ? "FROM stdin" : "TO stdout")}";

    private static bool IsBinaryFormat(SqlCursor at)
    {
        at.Accept("with");
        return at.Is("binary") || at.TakeGroup() is { } options && options.Parts()
            .Any(part => part.Accept("format") && part.Text.Trim('\'', '"').Equals("binary", StringComparison.OrdinalIgnoreCase));
    }
}
