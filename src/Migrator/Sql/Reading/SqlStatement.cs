using System.Text;

namespace Migrator.Sql.Reading;

/// <summary>One statement: its tokens in a command's text.</summary>
internal sealed record SqlStatement(string Sql, IReadOnlyList<SqlToken> Tokens)
{
    // NAMEDATALEN - 1 of a server as it is built everywhere.
    private const int LongestName = 63;

    public SqlCursor Cursor() => new(Sql, Tokens, 0, Tokens.Count);

    /// <summary>The rows that it takes from behind it; null where it takes none.</summary>
    public CopyRows? Rows => Tokens[^1] is { Kind: SqlTokenKind.Rows } rows ? CopyRows.Find(Sql, rows.Start) : null;

    /// <summary>Its text, without its rows.</summary>
    public string Text => Sql[Tokens[0].Start..(Tokens[^1].Kind == SqlTokenKind.Rows ? Tokens[^1].Start : Tokens[^1].End)];

    /// <summary>The line of the text in which it begins, from 1.</summary>
    public int Line => TextLine.At(Sql, Tokens[0].Start);

    /// <summary>The first words, for a message.</summary>
    public string FirstWords(int count = 3) => string.Join(' ', Tokens.Take(count).Select(token => Sql[token.Start..token.End]));

    /// <summary>The names that the server would cut.</summary>
    public IEnumerable<string> LongNames() => Tokens
        .Where(token => token.End - token.Start > LongestName / 4 && token.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName)
        .Select(token => SqlCursor.Fold(Sql, token)).OfType<string>()
        .Where(name => Encoding.UTF8.GetByteCount(name) > LongestName);

    /// <summary>Whether it holds a string of this value, other than as a function's text.</summary>
    public bool HasText(string value)
    {
        var quoted = $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
        return Tokens.Any(token => token.Kind == SqlTokenKind.Text
            && Sql.AsSpan(token.Start, token.End - token.Start).SequenceEqual(quoted));
    }

    /// <summary>Whether these words and signs stand from a token on.</summary>
    public bool HasAt(int from, IReadOnlyList<string> words) =>
        from + words.Count <= Tokens.Count && Enumerable.Range(0, words.Count).All(i => IsAt(from + i, words[i]));

    private bool IsAt(int index, string word) => Tokens[index] is { Kind: SqlTokenKind.Word or SqlTokenKind.Symbol } token
        && Sql.AsSpan(token.Start, token.End - token.Start).Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The statements of a command, in order.</summary>
    public static IReadOnlyList<SqlStatement> Split(string sql)
    {
        List<SqlStatement> statements = [];
        List<SqlToken> tokens = [];
        var walk = new StatementWalk(sql);
        foreach (var token in SqlLexer.Tokens(sql))
        {
            if (walk.Step(token))
                tokens.Add(token);
            if (walk.IsBetween)
                Add();
        }

        Add();
        return statements;

        void Add()
        {
            if (tokens.Count > 0)
                statements.Add(new(sql, [.. tokens]));
            tokens.Clear();
        }
    }
}
