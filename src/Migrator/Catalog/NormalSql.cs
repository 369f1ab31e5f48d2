using System.Text;

namespace Migrator.Catalog;

/// <summary>
/// SQL in the form that checksums are made of: the tokens alone. White space, comments, the case of words, quotes around plain
/// lower-case names and how statements are bundled do not count: a new version of the tool or another platform may write them
/// differently. What stands in a string or in a function's body counts to the letter, line ends aside.
/// </summary>
internal static class NormalSql
{
    private const string Operators = "+-*/<>=~!@#%^&|`?:";

    public static string Of(IEnumerable<string> statements)
    {
        var normal = new StringBuilder();
        foreach (var statement in statements)
        {
            foreach (var token in Tokens(statement.ReplaceLineEndings("\n")))
                Append(normal, token);
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

    private static IEnumerable<string> Tokens(string sql)
    {
        for (var at = 0; at < sql.Length;)
        {
            var start = at;
            switch (sql[at])
            {
                case var c when char.IsWhiteSpace(c):
                    at++;
                    continue;
                case '-' when Next(sql, at) == '-':
                    at = EndOfLine(sql, at);
                    continue;
                case '/' when Next(sql, at) == '*':
                    at = EndOfComment(sql, at);
                    continue;
                case '\'':
                    at = EndOfQuoted(sql, at, '\'', backslashes: false);
                    break;
                case 'e' or 'E' when Next(sql, at) == '\'':
                    at = EndOfQuoted(sql, at + 1, '\'', backslashes: true);
                    break;
                case '"':
                    at = EndOfQuoted(sql, at, '"', backslashes: false);
                    yield return Unquoted(sql[start..at]);
                    continue;
                case '$' when EndOfDollarQuoted(sql, at) is { } end:
                    at = end;
                    break;
                case var c when IsWord(c):
                    while (at < sql.Length && (IsWord(sql[at]) || (sql[at] == '.' && char.IsAsciiDigit(sql[start]))))
                        at++;
                    yield return sql[start..at].ToLowerInvariant();
                    continue;
                case var c when Operators.Contains(c):
                    while (at < sql.Length && Operators.Contains(sql[at]) && !StartsComment(sql, at))
                        at++;
                    break;
                default:
                    at++;
                    break;
            }

            yield return sql[start..at];
        }
    }

    private static string Unquoted(string quoted)
    {
        var name = quoted.Length > 2 && quoted[^1] == '"' ? quoted[1..^1] : "";
        return name.Length > 0 && (name[0] == '_' || char.IsAsciiLetterLower(name[0])) && name.All(c => c == '_' || char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            ? name : quoted;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';

    private static char Next(string sql, int at) => at + 1 < sql.Length ? sql[at + 1] : '\0';

    private static bool StartsComment(string sql, int at) => (sql[at], Next(sql, at)) is ('-', '-') or ('/', '*');

    private static int EndOfLine(string sql, int at) => sql.IndexOf('\n', at) is var end and >= 0 ? end : sql.Length;

    private static int EndOfComment(string sql, int at)
    {
        var depth = 0;
        while (at < sql.Length)
        {
            (depth, var length) = (sql[at], Next(sql, at)) switch
            {
                ('/', '*') => (depth + 1, 2),
                ('*', '/') => (depth - 1, 2),
                _ => (depth, 1),
            };
            at += length;
            if (depth == 0)
                break;
        }

        return Math.Min(at, sql.Length);
    }

    private static int EndOfQuoted(string sql, int at, char quote, bool backslashes)
    {
        for (at++; at < sql.Length; at++)
        {
            if (backslashes && sql[at] == '\\')
                at++;
            else if (sql[at] == quote && Next(sql, at) == quote)
                at++;
            else if (sql[at] == quote)
                return at + 1;
        }

        return sql.Length;
    }

    private static int? EndOfDollarQuoted(string sql, int at)
    {
        var tag = at + 1;
        while (tag < sql.Length && IsWord(sql[tag]) && sql[tag] != '$')
            tag++;
        if (tag >= sql.Length || sql[tag] != '$' || char.IsAsciiDigit(sql[at + 1]))
            return null;

        var delimiter = sql[at..(tag + 1)];
        var end = sql.IndexOf(delimiter, tag + 1, StringComparison.Ordinal);
        return end < 0 ? sql.Length : end + delimiter.Length;
    }
}
