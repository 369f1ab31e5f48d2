using System.Text;
using Migrator.Sql;

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

        if (StatementText.Read(sql).CopiesWithClient)
            return "it copies from or to the client";
        if (SqlLexer.Tokens(sql).Any(token => token.Kind == SqlTokenKind.Symbol && sql[token.Start] == '\\'))
            return "it has a backslash outside of quotes, which psql takes for a command of its own";

        return null;
    }

    /// <summary>Several statements as psql is given them: it sends them one by one.</summary>
    public static string Statements(string sql) => Escape(sql, asOne: false);

    /// <summary>A text as one message, whatever number of statements it has: the server takes them as one transaction.</summary>
    public static string OneMessage(string sql) => Escape(sql, asOne: true);

    private static string Escape(string sql, bool asOne)
    {
        var ended = SqlEnd.Of(sql);
        SqlToken[] tokens = [.. SqlLexer.Tokens(ended)];
        var text = new StringBuilder(ended.Length);
        var written = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
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
