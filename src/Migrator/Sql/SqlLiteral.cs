using System.Globalization;

namespace Migrator.Sql;

/// <summary>Values as SQL writes them.</summary>
internal static class SqlLiteral
{
    /// <summary>A text, whatever the session takes a backslash for; null is NULL.</summary>
    public static string Of(string? text) => text is null ? "NULL"
        : (text.Contains('\\', StringComparison.Ordinal) ? "E" : "")
            + $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>Numbers, separated by commas.</summary>
    public static string List(IEnumerable<long> numbers) =>
        string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
