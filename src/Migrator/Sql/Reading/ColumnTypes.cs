using System.Globalization;

namespace Migrator.Sql.Reading;

/// <summary>Which changes of a column's type PostgreSQL makes without looking at a row.</summary>
internal static class ColumnTypes
{
    private static readonly (string Long, string Short)[] Names =
    [
        ("character varying", "varchar"), ("decimal", "numeric"), ("int4", "integer"), ("int8", "bigint"), ("int2", "smallint"),
        ("timestamp with time zone", "timestamptz"), ("timestamp without time zone", "timestamp"),
        ("time with time zone", "timetz"), ("time without time zone", "time"), ("bit varying", "varbit"), ("pg_catalog.", ""),
    ];

    /// <summary>A type's name in small letters under the name that it is mostly given.</summary>
    public static string Normal(string type)
    {
        foreach (var (name, normal) in Names)
        {
            if (type.StartsWith(name, StringComparison.Ordinal))
                return normal + type[name.Length..];
        }

        return type == "int" ? "integer" : type;
    }

    /// <summary>Whether a change only lets in more: the same type, a longer or unlimited string, more digits before the
    /// point.</summary>
    public static bool IsFree(string old, string now)
    {
        if (old == now)
            return true;

        var (from, fromSize) = Parse(old);
        var (to, toSize) = Parse(now);
        return (from, to) switch
        {
            ("varchar", "varchar") => IsWider(fromSize, toSize),
            ("varchar", "text") => true,
            ("text", "varchar") => toSize.Length == 0,
            ("numeric", "numeric") => toSize.Length == 0
                || (fromSize.Length > 0 && toSize.Length > 0 && toSize[0] >= fromSize[0] && Scale(fromSize) == Scale(toSize)),
            // The session's time zone is UTC in every run: the two are stored alike.
            ("timestamp", "timestamptz") or ("timestamptz", "timestamp") => IsWider(fromSize, toSize),
            ("timestamp", "timestamp") or ("timestamptz", "timestamptz") or ("time", "time") or ("timetz", "timetz")
                or ("interval", "interval") or ("varbit", "varbit") => IsWider(fromSize, toSize),
            _ => false,
        };
    }

    /// <summary>Whether an index on the column is as good as before.</summary>
    public static bool KeepsIndexes(string old, string now) => Parse(old).Name == Parse(now).Name
        || (Parse(old).Name, Parse(now).Name) is ("varchar", "text") or ("text", "varchar");

    /// <summary>Whether only the size is another one.</summary>
    public static bool IsSame(string old, string now) => Parse(old).Name == Parse(now).Name;

    private static bool IsWider(int[] from, int[] to) =>
        to.Length == 0 || (from.Length == 1 && to.Length == 1 && to[0] >= from[0]);

    private static int Scale(int[] size) => size.Length > 1 ? size[1] : 0;

    private static (string Name, int[] Size) Parse(string type)
    {
        var open = type.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || type[^1] != ')')
            return (type, []);

        var numbers = type[(open + 1)..^1].Split(',')
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .ToArray();
        return numbers.Contains(-1) ? (type, []) : (type[..open], numbers);
    }
}
