namespace Migrator.Sql;

/// <summary>
/// SQL in the form that checksums are made of: the tokens alone. White space, comments, the case of words, quotes around plain
/// lower-case names and how statements are bundled do not count: a new version of the tool or another platform may write them
/// differently. What stands in a string, in a function's body or in the rows of a COPY counts to the letter, line ends aside.
/// </summary>
internal static class NormalSql
{
    public static string Of(IEnumerable<string> statements)
    {
        using var text = new StringWriter();
        Write(text, statements);
        return text.ToString();
    }

    /// <summary>The same, written out.</summary>
    public static void Write(TextWriter normal, IEnumerable<string> statements)
    {
        var last = '\0';
        foreach (var statement in statements)
        {
            // Rows may be many: they are not copied for the sake of their line ends.
            var text = CopyWatch.For(statement) is null ? statement.ReplaceLineEndings("\n") : statement;
            foreach (var token in SqlLexer.Tokens(text))
            {
                if (token.Kind == SqlTokenKind.Rows)
                    Rows(text, CopyRows.Find(text, token.Start));
                else
                    Append(Normal(text, token));
            }

            Append(";");
        }

        void Append(ReadOnlySpan<char> token)
        {
            if (token is ";" && last is '\0' or ';')
                return;
            if (last != '\0')
                normal.Write(' ');
            normal.Write(token);
            last = token[^1];
        }

        void Rows(string text, CopyRows rows)
        {
            Append(";");
            normal.Write('\n');
            for (var rest = text.AsSpan(rows.Start, rows.End - rows.Start); !rest.IsEmpty;)
            {
                var end = rest.IndexOf("\r\n") is var found and >= 0 ? found : rest.Length;
                normal.Write(rest[..end]);
                rest = rest[Math.Min(end + 1, rest.Length)..];
            }

            normal.Write("\\.");
            last = '.';
        }
    }

    private static string Normal(string sql, SqlToken token) => token.Kind switch
    {
        SqlTokenKind.Word => sql[token.Start..token.End].ToLowerInvariant(),
        SqlTokenKind.QuotedName => Unquoted(sql[token.Start..token.End]),
        _ => sql[token.Start..token.End].ReplaceLineEndings("\n"),
    };

    private static string Unquoted(string quoted)
    {
        var name = quoted.Length > 2 && quoted[^1] == '"' ? quoted[1..^1] : "";
        return name.Length > 0 && (name[0] == '_' || char.IsAsciiLetterLower(name[0]))
            && name.All(c => c == '_' || char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            ? name : quoted;
    }
}
