using System.Text;

namespace Migrator.Sql;

/// <summary>
/// SQL in the form that checksums are made of: the tokens alone. White space, comments, the case of words, quotes around plain
/// lower-case names and how statements are bundled do not count: a new version of the tool or another platform may write them
/// differently. What stands in a string or in a function's body counts to the letter, line ends aside.
/// </summary>
internal static class NormalSql
{
    public static string Of(IEnumerable<string> statements)
    {
        var normal = new StringBuilder();
        foreach (var statement in statements)
        {
            var text = statement.ReplaceLineEndings("\n");
            foreach (var token in SqlLexer.Tokens(text))
                Append(normal, Normal(text, token));
            Append(normal, ";");
        }

        return normal.ToString();
    }

    private static void Append(StringBuilder normal, string token)
    {
        if (token == ";" && (normal.Length == 0 || normal[^1] == ';'))
            return;
        if (normal.Length > 0)
            normal.Append(' ');
        normal.Append(token);
    }

    private static string Normal(string sql, SqlToken token) => token.Kind switch
    {
        SqlTokenKind.Word => sql[token.Start..token.End].ToLowerInvariant(),
        SqlTokenKind.QuotedName => Unquoted(sql[token.Start..token.End]),
        _ => sql[token.Start..token.End],
    };

    private static string Unquoted(string quoted)
    {
        var name = quoted.Length > 2 && quoted[^1] == '"' ? quoted[1..^1] : "";
        return name.Length > 0 && (name[0] == '_' || char.IsAsciiLetterLower(name[0]))
            && name.All(c => c == '_' || char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            ? name : quoted;
    }
}
