using System.Globalization;
using System.Text.RegularExpressions;
using Migrator.Sql;
using Migrator.Sql.Reading;
using Npgsql;

namespace Migrator.Database.Session;

/// <summary>Where the rows of a COPY failed.</summary>
/// <param name="Copy">The COPY's name.</param>
/// <param name="Row">The line within its rows, from 1, as the server counts them.</param>
/// <param name="Line">The line within the text.</param>
internal sealed partial record CopyFailure(string Copy, int Row, int Line)
{
    /// <summary>Notes of an error which COPY it is of.</summary>
    public static void Attach(PostgresException exception, SqlStatement copy) =>
        exception.Data[nameof(CopyFailure)] = Find(exception, copy);

    /// <summary>What is known of an error; null if it is none of a row's.</summary>
    public static CopyFailure? Of(Exception exception) => exception.Data[nameof(CopyFailure)] as CopyFailure;

    /// <summary>Finds the line. The server tells it in its context, in its own language, behind the table's name; behind it, the
    /// row's value.</summary>
    internal static CopyFailure? Find(PostgresException exception, SqlStatement copy)
    {
        if (exception.Where is not { } context || copy.Rows is not { } rows
            || CopyStatement.TryRead(copy.Cursor()) is not { Table: { } table } read)
            return null;

        foreach (var part in context.Split('\n'))
        {
            var at = part.IndexOf(table.Name, StringComparison.Ordinal);
            if (at < 0 || !part.Contains("COPY", StringComparison.Ordinal)
                || Number().Match(part, at + table.Name.Length) is not { Success: true } number
                || !int.TryParse(number.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var row))
                continue;

            var first = TextLine.At(copy.Sql, rows.Start);
            return new(read.Name, row, first + row - 1);
        }

        return null;
    }

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
