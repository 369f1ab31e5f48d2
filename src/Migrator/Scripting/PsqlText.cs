using System.Globalization;
using System.Text;
using Migrator.Sql;
using Migrator.Sql.Texts;

namespace Migrator.Scripting;

/// <summary>
/// SQL as psql has to be given it, so that it sends the server the same to the letter: it has variables (<c>:name</c>) and
/// commands of its own (<c>\x</c>), and sends statements one by one.
/// </summary>
internal static class PsqlText
{
    /// <summary>Why a text cannot be said to psql; null if it can.</summary>
    public static string? Problem(string sql)
    {
        if (SqlEnd.IsOpen(sql))
            return "a text of it ends inside a string or a comment";

        if (SqlLexer.Tokens(sql).Any(token => token.Kind == SqlTokenKind.Symbol && sql[token.Start] == '\\'))
            return "it has a backslash outside of quotes, which psql takes for a command of its own";

        return null;
    }

    /// <summary>Several statements as psql is given them: it sends them one by one, and takes the rows of a COPY from behind
    /// it.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="skippable">Whether they stand between \if and \endif.</param>
    public static string Statements(string sql, bool skippable = false) => Escape(sql, asOne: false, skippable);

    /// <summary>A text as one message, whatever number of statements it has: the server takes them as one transaction. Where rows
    /// of a COPY are in it, each piece around them is one.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="skippable">Whether it stands between \if and \endif.</param>
    public static string OneMessage(string sql, bool skippable = false) => TextPiece.Of(sql) is not { } pieces
        ? Escape(sql, asOne: true, skippable)
        : string.Join('\n', pieces.Select(piece => piece.Copy is { } copy
            ? Statements(sql[copy.Tokens[0].Start..copy.Tokens[^1].End], skippable)
            : Escape(piece.Sql, asOne: true, skippable)));

    private static string Escape(string sql, bool asOne, bool skippable)
    {
        var ended = SqlEnd.Of(sql);
        SqlToken[] tokens = [.. SqlLexer.Tokens(ended)];
        var text = new StringBuilder(ended.Length);
        var written = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Kind == SqlTokenKind.Rows)
            {
                text.Append(ended, written, tokens[i].Start - written);
                written = Rows(text, ended, tokens[i], skippable);
                continue;
            }

            var at = tokens[i].Kind switch
            {
                SqlTokenKind.Operator => Variable(ended, tokens[i]),
                SqlTokenKind.Symbol when asOne && ended[tokens[i].Start] == ';' && i < tokens.Length - 1 => tokens[i].Start,
                _ => -1,
            };
            if (at < 0)
                continue;

            text.Append(ended, written, at - written).Append('\\');
            written = at;
        }

        return text.Append(ended, written, ended.Length - written).ToString();
    }

    // psql before 18 sends the mark along, and the server wants its line to end as the others do. What psql passes over it
    // reads as SQL, and a quote in a row would swallow the \endif: so the rows stand in one string there. Where it does not pass
    // over them, they are gone from behind the COPY before it comes to them, and \r throws the string away.
    private static int Rows(StringBuilder text, string sql, SqlToken token, bool skippable)
    {
        var rows = CopyRows.Find(sql, token.Start);
        var quote = skippable ? Quote(sql) : "";
        text.Append(';').Append(skippable ? " " : "").Append(quote).Append(sql, token.Start + 1, token.End - token.Start - 1);
        var end = token.End < sql.Length && sql[token.End] == '\r' ? token.End + 1 : token.End;
        if (rows.HaveCarriageReturns(sql) ?? end > token.End)
            text.Append('\r');
        if (skippable)
            text.Append('\n').Append(quote).Append(" \\r");
        return end;
    }

    // One that does not stand in the text.
    private static string Quote(string sql)
    {
        for (var number = 0; ; number++)
        {
            var quote = string.Create(CultureInfo.InvariantCulture, $"$rows{number}$");
            if (!sql.Contains(quote, StringComparison.Ordinal))
                return quote;
        }
    }

    // The colon at an operator's end behind which psql would look for a variable: neither :: nor :=.
    private static int Variable(string sql, SqlToken operators)
    {
        for (var at = operators.Start; at < operators.End; at++)
        {
            if (sql[at] != ':')
                continue;
            if (at + 1 < operators.End && sql[at + 1] is ':' or '=')
                at++;
            else if (at + 1 < sql.Length && sql[at + 1] is var next
                && (char.IsLetterOrDigit(next) || next > '\x7f' || next is '_' or '\'' or '"' or '{'))
                return at;
        }

        return -1;
    }
}
