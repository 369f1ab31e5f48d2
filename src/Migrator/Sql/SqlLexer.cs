namespace Migrator.Sql;

/// <summary>
/// Takes SQL apart as PostgreSQL does, and the rows of a COPY as psql: strings with their ways of quoting, nested comments, names
/// in quotes. White space and comments are left out. A text that does not end ends at its end: what is wrong with it, the server
/// says better.
/// </summary>
internal static class SqlLexer
{
    private const string Operators = "+-*/<>=~!@#%^&|`?:";

    public static IEnumerable<SqlToken> Tokens(string sql)
    {
        var copies = CopyWatch.For(sql);
        for (var at = 0; at < sql.Length;)
        {
            var start = at;
            SqlTokenKind kind;
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
                    (kind, at) = (SqlTokenKind.Text, EndOfQuoted(sql, at, '\'', backslashes: false));
                    break;
                case 'e' or 'E' when Next(sql, at) == '\'':
                    (kind, at) = (SqlTokenKind.Text, EndOfQuoted(sql, at + 1, '\'', backslashes: true));
                    break;
                case '"':
                    (kind, at) = (SqlTokenKind.QuotedName, EndOfQuoted(sql, at, '"', backslashes: false));
                    break;
                case '$' when EndOfDollarQuoted(sql, at) is { } end:
                    (kind, at) = (SqlTokenKind.Text, end);
                    break;
                case var c when IsWord(c):
                    kind = SqlTokenKind.Word;
                    while (at < sql.Length && (IsWord(sql[at]) || (sql[at] == '.' && char.IsAsciiDigit(sql[start]))))
                        at++;
                    break;
                case var c when Operators.Contains(c):
                    kind = SqlTokenKind.Operator;
                    while (at < sql.Length && Operators.Contains(sql[at]) && !StartsComment(sql, at))
                        at++;
                    break;
                case ';' when copies is { TakesRows: true }:
                    (kind, at) = (SqlTokenKind.Rows, CopyRows.Find(sql, at).Behind);
                    break;
                default:
                    (kind, at) = (SqlTokenKind.Symbol, at + 1);
                    break;
            }

            var token = new SqlToken(kind, start, at);
            copies?.See(sql, token);
            yield return token;
        }
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';

    private static char Next(string sql, int at) => at + 1 < sql.Length ? sql[at + 1] : '\0';

    private static bool StartsComment(string sql, int at) => (sql[at], Next(sql, at)) is ('-', '-') or ('/', '*');

    private static int EndOfLine(string sql, int at) =>
        sql.AsSpan(at).IndexOfAny('\n', '\r') is var end and >= 0 ? at + end : sql.Length;

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
