using System.Globalization;
using System.Text;
using Migrator.Sql.Reading;

namespace Migrator.Sql.Texts;

/// <summary>A text as it is shown: of many rows only the first, and their number.</summary>
internal static class ShownText
{
    /// <summary>How many rows are shown of a COPY.</summary>
    public const int Rows = 10;

    /// <summary>The text; without most of its rows where it has many.</summary>
    public static string Of(string sql)
    {
        if (CopyWatch.For(sql) is null)
            return sql;

        var shown = new StringBuilder();
        var written = 0;
        foreach (var rows in SqlStatement.Split(sql).Select(statement => statement.Rows).OfType<CopyRows>())
        {
            var lines = rows.Lines(sql);
            if (lines <= Rows)
                continue;

            var end = rows.Start;
            for (var line = 0; line < Rows; line++)
                end = sql.IndexOf('\n', end) + 1;
            shown.Append(sql, written, end - written).Append(CultureInfo.InvariantCulture,
                $"\\.\n-- and {lines - Rows:N0} more {(lines - Rows == 1 ? "row" : "rows")}, not shown");
            written = rows.Behind;
        }

        return written == 0 ? sql : shown.Append(sql, written, sql.Length - written).ToString();
    }
}
