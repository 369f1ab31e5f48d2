using Migrator.Sql.Reading;

namespace Migrator.Sql.Texts;

/// <summary>A piece of a text whose COPYs have their rows in it: such a COPY, or what stands around it.</summary>
/// <param name="Sql">What is sent as a statement, or several.</param>
/// <param name="Copy">The COPY, with its rows; null for another piece.</param>
internal sealed record TextPiece(string Sql, SqlStatement? Copy)
{
    /// <summary>The pieces of a text, in order; null for one without rows, which is sent as it is.</summary>
    public static IReadOnlyList<TextPiece>? Of(string sql)
    {
        if (CopyWatch.For(sql) is null)
            return null;

        List<TextPiece> pieces = [];
        var start = -1;
        var end = 0;
        foreach (var statement in SqlStatement.Split(sql))
        {
            if (statement.Rows is null)
            {
                start = start < 0 ? statement.Tokens[0].Start : start;
                end = statement.Tokens[^1].End;
                continue;
            }

            Around();
            pieces.Add(new(statement.Text, statement));
        }

        if (pieces.Count == 0)
            return null;

        Around();
        return pieces;

        void Around()
        {
            if (start >= 0)
                pieces.Add(new(sql[start..end], null));
            start = -1;
        }
    }
}
