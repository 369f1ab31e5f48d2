using System.Text;
using Migrator.Sql.Reading;

namespace Migrator.Linting.State;

/// <summary>The names that the server gives to constraints and indexes without one.</summary>
internal static class ServerNames
{
    // NAMEDATALEN - 1 of a server as it is built everywhere.
    private const int Longest = 63;

    /// <summary>The name.</summary>
    /// <param name="table">The table's.</param>
    /// <param name="change">What makes it.</param>
    /// <param name="isColumn">Whether the table has a column of a name.</param>
    /// <param name="isTaken">Whether something is called so already.</param>
    public static string Of(string table, SqlChange change, Func<string, bool> isColumn, Func<string, bool> isTaken)
    {
        (IReadOnlyList<string> columns, string label) = change switch
        {
            { Action: "PRIMARY KEY" } => ([], "pkey"),
            { Kind: ChangeKind.AddCheck } => (OfCheck(change, isColumn), "check"),
            { Kind: ChangeKind.AddForeignKey } => (change.KeyColumns, "fkey"),
            { Kind: ChangeKind.AddExclusion, Action: "" } => (change.KeyColumns, "excl"),
            { Kind: ChangeKind.CreateIndex } => (change.KeyColumns, "idx"),
            _ => (change.KeyColumns, "key"),
        };
        var name = Joined(table, string.Join('_', columns), label);
        for (var more = 1; isTaken(name); more++)
            name = Joined(table, string.Join('_', columns), $"{label}{more}");
        return name;
    }

    // After its column, if it is about one.
    private static string[] OfCheck(SqlChange check, Func<string, bool> isColumn)
    {
        // In a column's definition it is that column's.
        if (check.KeyColumns.Count > 0)
            return [.. check.KeyColumns];

        string[] columns = [.. check.Mentions.Where(isColumn).Distinct()];
        if (columns.Length == 0)
            columns = [.. check.NotNullColumns.Distinct()];
        return columns.Length == 1 ? columns : [];
    }

    // The longer of the two is cut until all fits.
    private static string Joined(string table, string columns, string label)
    {
        var room = Longest - Encoding.UTF8.GetByteCount(label) - (columns.Length == 0 ? 1 : 2);
        while (Encoding.UTF8.GetByteCount(table) + Encoding.UTF8.GetByteCount(columns) > room)
        {
            if (Encoding.UTF8.GetByteCount(table) > Encoding.UTF8.GetByteCount(columns))
                table = table[..^1];
            else
                columns = columns[..^1];
        }

        return columns.Length == 0 ? $"{table}_{label}" : $"{table}_{columns}_{label}";
    }
}
