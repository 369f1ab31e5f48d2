namespace Migrator.Sql;

/// <summary>The words of a text with those in its strings, however deep: what a DO block or an EXECUTE may run.</summary>
internal static class InnerWords
{
    public static IEnumerable<string> Of(string sql)
    {
        foreach (var token in SqlLexer.Tokens(sql))
        {
            // Data, and no words.
            if (token.Kind == SqlTokenKind.Rows)
                continue;

            var text = sql[token.Start..token.End];
            if (token.Kind != SqlTokenKind.Text)
            {
                yield return text;
                continue;
            }

            foreach (var word in Inside(text))
                yield return word;
        }
    }

    public static bool IsOneOf(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    // Not read as SQL: it may be half of a statement, put together with another, and what looks like a comment or a name need not
    // be one.
    private static IEnumerable<string> Inside(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
                at++;
            if (at > start)
                yield return text[start..at];
            // Behind a backslash is a character of its own, as in E'\nDELETE FROM t'; without the E, a letter that belongs to
            // nothing else.
            else
                at += text[at] == '\\' ? 2 : 1;
        }
    }
}
