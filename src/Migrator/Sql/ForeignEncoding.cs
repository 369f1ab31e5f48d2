namespace Migrator.Sql;

/// <summary>
/// The encoding that a text says it is written in, where that is none of ours: everything is sent as UTF-8, and a server that was
/// told otherwise takes each letter beyond ASCII for two others.
/// </summary>
internal static class ForeignEncoding
{
    private const string Setting = "client_encoding";

    private static readonly string[] Ours = ["utf8", "unicode", "default"];

    /// <summary>What a text sets, last of all; null where it sets none, an empty string where it is UTF-8.</summary>
    public static string? SetBy(string sql)
    {
        if (!sql.Contains(Setting, StringComparison.OrdinalIgnoreCase)
            && !sql.Contains("names", StringComparison.OrdinalIgnoreCase))
            return null;

        string? found = null;
        var tokens = SqlLexer.Tokens(sql).Where(token => token.Kind != SqlTokenKind.Rows).ToList();
        for (var i = 1; i < tokens.Count - 1; i++)
        {
            if (ValueAt(i) is { } at && at < tokens.Count)
                found = Foreign(Text(at).Trim('\'', '"'));
        }

        return found;

        // SET client_encoding TO 'x', = 'x'; SET NAMES 'x'; set_config('client_encoding', 'x', false).
        int? ValueAt(int i) => Text(i).Trim('\'', '"').Equals(Setting, StringComparison.OrdinalIgnoreCase)
            ? IsSet(i - 1) && (Is(i + 1, "to") || Is(i + 1, "=")) || i > 1 && Is(i - 2, "set_config") && Is(i + 1, ",")
            ? i + 2 : null
            : Is(i, "names") && IsSet(i - 1) ? i + 1 : null;

        bool IsSet(int at) => Is(at, "set") || Is(at, "session") || Is(at, "local");

        bool Is(int at, string word) => Text(at).Equals(word, StringComparison.OrdinalIgnoreCase);

        string Text(int at) => sql[tokens[at].Start..tokens[at].End];
    }

    private static string Foreign(string name) =>
        Ours.Contains(name.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant()) ? "" : name;
}
