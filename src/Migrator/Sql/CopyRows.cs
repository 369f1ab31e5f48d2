namespace Migrator.Sql;

/// <summary>
/// The rows behind a <c>COPY ... FROM STDIN</c>, as psql reads them and pg_dump writes them: from the next line on, to one that
/// is <c>\.</c> and nothing else. Whatever stands in them is data.
/// </summary>
/// <param name="Start">Where the first begins.</param>
/// <param name="End">Where the last has ended, with its line.</param>
/// <param name="Behind">Where the mark has ended.</param>
/// <param name="IsEnded">Whether there is a mark at all; else all of the text is taken for rows.</param>
internal readonly record struct CopyRows(int Start, int End, int Behind, bool IsEnded)
{
    private const string Mark = "\\.";

    /// <summary>How many lines they are: a row may take several in CSV.</summary>
    public int Lines(string sql) => sql.AsSpan(Start, End - Start).Count('\n');

    /// <summary>Whether their lines end with CR and LF; null where there is none.</summary>
    public bool? HaveCarriageReturns(string sql) =>
        sql.AsSpan(Start, End - Start).IndexOf('\n') is var end and >= 0 ? end > 0 && sql[Start + end - 1] == '\r' : null;

    /// <summary>Finds them.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="semicolon">Where the COPY has its semicolon.</param>
    public static CopyRows Find(string sql, int semicolon)
    {
        if (sql.IndexOf('\n', semicolon) is not (var line and >= 0))
            return new(sql.Length, sql.Length, sql.Length, IsEnded: false);

        for (var (start, at) = (line + 1, line + 1); ;)
        {
            if (IsMark(sql, at))
                return new(start, at, at + Mark.Length, IsEnded: true);
            if (sql.AsSpan(at).IndexOf("\n" + Mark) is not (var next and >= 0))
                return new(start, sql.Length, sql.Length, IsEnded: false);
            at += next + 1;
        }
    }

    private static bool IsMark(string sql, int at)
    {
        if (!sql.AsSpan(at).StartsWith(Mark))
            return false;

        var rest = sql.AsSpan(at + Mark.Length);
        return rest.IsEmpty || rest[0] == '\n' || rest[0] == '\r' && (rest.Length == 1 || rest[1] == '\n');
    }
}
