namespace Migrator.Sql;

/// <summary>The words by which a statement is called: its first, as far as they are the language's own.</summary>
internal static class CommandWords
{
    private static readonly HashSet<string> Alone = new(StringComparer.OrdinalIgnoreCase)
    {
        "select", "insert", "update", "delete", "merge", "with", "do", "call", "truncate", "lock", "comment", "grant", "revoke",
            "refresh", "vacuum", "copy", "repack",
        "analyze", "reindex", "cluster", "set", "reset",
    };

    private static readonly HashSet<string> Behind = new(StringComparer.OrdinalIgnoreCase)
    {
        "or", "replace", "unique", "materialized", "foreign", "event", "extension", "table", "index", "concurrently", "view",
            "function", "procedure",
        "aggregate", "trigger", "policy", "rule", "type", "domain", "sequence", "schema", "statistics", "role", "publication",
        "database", "collation", "cast", "operator",
    };

    /// <summary><c>CREATE UNIQUE INDEX</c>; <c>SQL</c> where it begins with none of them.</summary>
    public static string Of(string sql)
    {
        List<string> words = [];
        foreach (var token in SqlLexer.Tokens(sql))
        {
            var word = token.Kind == SqlTokenKind.Word ? sql[token.Start..token.End] : "";
            if (words.Count == 0 && Alone.Contains(word))
                return word.ToUpperInvariant();
            if (!(words.Count == 0 ? InnerWords.IsOneOf(word, "create", "alter", "drop") : Behind.Contains(word)))
                break;
            words.Add(word.ToUpperInvariant());
        }

        return words.Count == 0 ? "SQL" : string.Join(' ', words);
    }
}
