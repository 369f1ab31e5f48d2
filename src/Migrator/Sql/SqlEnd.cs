namespace Migrator.Sql;

/// <summary>Where a statement ends, so that the next one can stand behind it.</summary>
internal static class SqlEnd
{
    /// <summary>The text with exactly one semicolon at its end; a comment there does not swallow it.</summary>
    public static string Of(string sql)
    {
        var text = sql.TrimEnd();
        var end = 0;
        var ended = true;
        foreach (var token in SqlLexer.Tokens(text))
            (end, ended) = (token.End, token.Kind is SqlTokenKind.Symbol or SqlTokenKind.Rows && text[token.Start] == ';');
        return ended ? text : end == text.Length ? text + ";" : text + "\n;";
    }

    /// <summary>Whether it ends inside a string, a quoted name or a comment, and would swallow what stands behind it.</summary>
    public static bool IsOpen(string sql)
    {
        var probe = sql + "\n;";
        return SqlLexer.Tokens(probe).LastOrDefault() is not { Kind: SqlTokenKind.Symbol } last || last.Start != probe.Length - 1;
    }
}
