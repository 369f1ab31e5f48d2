using System.Text;

namespace Migrator.Sql.Reading;

/// <summary>A place in a statement that is read word by word: words without regard to case, names as the server folds
/// them.</summary>
internal sealed class SqlCursor(string sql, IReadOnlyList<SqlToken> tokens, int at, int end)
{
    public bool AtEnd => at >= end;

    /// <summary>The text of the token here; empty at the end.</summary>
    public string Text => AtEnd ? "" : sql[tokens[at].Start..tokens[at].End];

    public SqlTokenKind? Kind => AtEnd ? null : tokens[at].Kind;

    /// <summary>A name as the server folds it; null for what is none.</summary>
    public static string? Fold(string sql, SqlToken token) => token.Kind switch
    {
        SqlTokenKind.Word when !char.IsAsciiDigit(sql[token.Start]) => sql[token.Start..token.End].ToLowerInvariant(),
        SqlTokenKind.QuotedName when token.End - token.Start > 2 =>
            sql[(token.Start + 1)..(token.End - 1)].Replace("\"\"", "\"", StringComparison.Ordinal),
        _ => null,
    };

    public bool Is(string word, int ahead = 0) => at + ahead < end && tokens[at + ahead] is { Kind: SqlTokenKind.Word } token
        && sql.AsSpan(token.Start, token.End - token.Start).Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsOneOf(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (Is(word))
                return true;
        }

        return false;
    }

    public bool Is(char symbol) => !AtEnd && tokens[at].Kind == SqlTokenKind.Symbol && sql[tokens[at].Start] == symbol;

    /// <summary>Passes these words if all of them stand here in a row.</summary>
    public bool Accept(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!Is(words[i], i))
                return false;
        }

        at += words.Length;
        return true;
    }

    public bool AcceptOneOf(params ReadOnlySpan<string> words)
    {
        var found = IsOneOf(words);
        if (found)
            at++;
        return found;
    }

    public bool Accept(char symbol)
    {
        var found = Is(symbol);
        if (found)
            at++;
        return found;
    }

    public bool AcceptIfExists() => Accept("if", "exists");

    public bool AcceptIfNotExists() => Accept("if", "not", "exists");

    /// <summary>Passes one token, brackets not heeded.</summary>
    public void Step() => at++;

    public bool IsAfter(char symbol) =>
        at > 0 && tokens[at - 1] is { Kind: SqlTokenKind.Symbol } before && sql[before.Start] == symbol;

    /// <summary>Passes one token, or a whole bracket.</summary>
    public void Skip()
    {
        if (TakeGroup() is null)
            at++;
    }

    /// <summary>Passes on until this word stands here outside of brackets; whether it does.</summary>
    public bool SkipTo(string word)
    {
        while (!AtEnd && !Is(word))
            Skip();
        return !AtEnd;
    }

    /// <summary>Whether a word stands here or behind, outside of brackets. Stays where it is.</summary>
    public bool Has(params ReadOnlySpan<string> words)
    {
        for (var ahead = Copy(); !ahead.AtEnd; ahead.Skip())
        {
            if (ahead.Copy().Accept(words))
                return true;
        }

        return false;
    }

    /// <summary>What stands from here to another place in the same statement.</summary>
    public SqlCursor To(SqlCursor other) => new(sql, tokens, at, other.At);

    public SqlCursor Copy() => new(sql, tokens, at, end);

    /// <summary>Passes a name and gives it; null, and no step, where there is none.</summary>
    public string? TakeName()
    {
        if (AtEnd || Fold(sql, tokens[at]) is not { } name)
            return null;
        at++;
        return name;
    }

    /// <summary>Passes a name with or without a schema.</summary>
    public RelationName? TakeRelation()
    {
        Accept("only");
        if (TakeName() is not { } name)
            return null;

        string? schema = null;
        while (Accept('.') && TakeName() is { } next)
            (schema, name) = (name, next);
        if (Text == "*")
            at++;
        return new(schema, name);
    }

    /// <summary>Passes names with or without a schema, separated by commas.</summary>
    public IEnumerable<RelationName> TakeRelations()
    {
        do
        {
            if (TakeRelation() is { } name)
                yield return name;
        }
        while (Accept(','));
    }

    /// <summary>Passes a bracket and gives what is in it; null, and no step, where there is none.</summary>
    public SqlCursor? TakeGroup()
    {
        if (!Is('('))
            return null;

        var start = ++at;
        for (var depth = 1; at < end; at++)
        {
            if (tokens[at].Kind == SqlTokenKind.Symbol)
                depth += sql[tokens[at].Start] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
                return new(sql, tokens, start, at++);
        }

        return new(sql, tokens, start, end);
    }

    /// <summary>What stands between commas, from here on, brackets heeded.</summary>
    public IEnumerable<SqlCursor> Parts()
    {
        var start = at;
        while (!AtEnd)
        {
            if (Is(','))
            {
                yield return new(sql, tokens, start, at);
                start = ++at;
            }
            else
            {
                Skip();
            }
        }

        yield return new(sql, tokens, start, end);
    }

    /// <summary>Whether an option stands in this list, and is not turned off in it.</summary>
    public bool IsOn(string option) => Copy().Parts().Any(part => part.Accept(option)
        && part.Text.Trim('\'').ToLowerInvariant() is not ("0" or "false" or "off"));

    /// <summary>What stands between a word, from here on, brackets heeded.</summary>
    public IEnumerable<SqlCursor> Split(string word)
    {
        var rest = Copy();
        while (true)
        {
            var start = rest.Copy();
            var found = rest.SkipTo(word);
            yield return start.To(rest);
            if (!found)
                yield break;
            rest.Step();
        }
    }

    /// <summary>Every name and word from here on, in brackets too.</summary>
    public IEnumerable<string> Names()
    {
        for (var i = at; i < end; i++)
        {
            if (Fold(sql, tokens[i]) is { } name)
                yield return name;
        }
    }

    /// <summary>What stands from here to another place in the same statement, in small letters and without white space but
    /// between words.</summary>
    public string TextTo(SqlCursor other)
    {
        var text = new StringBuilder();
        for (var i = at; i < other.At; i++)
        {
            if (tokens[i].Kind == SqlTokenKind.Word && text.Length > 0 && char.IsLetterOrDigit(text[^1]))
                text.Append(' ');
            text.Append(sql[tokens[i].Start..tokens[i].End].ToLowerInvariant());
        }

        return text.ToString();
    }

    /// <summary>What stands from here to another place in the same statement, as it was written.</summary>
    public string Written(SqlCursor other) => other.At > at ? sql[tokens[at].Start..tokens[other.At - 1].End] : "";

    private int At => at;
}
