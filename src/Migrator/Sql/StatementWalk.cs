namespace Migrator.Sql;

/// <summary>Walks over the tokens of a text, and knows where a statement ends: at a semicolon, but for those within, or
/// with the rows that a COPY takes.</summary>
internal sealed class StatementWalk(string sql)
{
    private int _brackets;
    private int _bodies;
    private bool _afterBegin;
    private bool _creates;
    private bool _afterAs;

    /// <summary>Whether no statement has begun since the last one ended.</summary>
    public bool IsBetween { get; private set; } = true;

    /// <summary>Goes on to the next token. False for a semicolon that ends a statement, or stands alone.</summary>
    public bool Step(SqlToken token)
    {
        var (afterBegin, afterAs) = (_afterBegin, _afterAs);
        _afterBegin = _afterAs = false;
        if (token.Kind == SqlTokenKind.Rows)
        {
            (_brackets, _bodies, IsBetween) = (0, 0, true);
            return true;
        }

        if (token.Kind == SqlTokenKind.Symbol)
        {
            var symbol = sql[token.Start];
            if (symbol == ';' && _brackets <= 0 && _bodies == 0)
            {
                (_brackets, IsBetween) = (0, true);
                return false;
            }

            _brackets += symbol switch { '(' => 1, ')' => -1, _ => 0 };
            _afterAs = symbol == '.';
        }
        else if (token.Kind == SqlTokenKind.Word)
        {
            // BEGIN ATOMIC ... END is the body, as SQL, of a function that is created, with semicolons of its own.
            var word = sql.AsSpan(token.Start, token.End - token.Start);
            if (IsBetween)
                _creates = word.Equals("create", StringComparison.OrdinalIgnoreCase);
            if (_bodies == 0)
                _bodies = _creates && afterBegin && word.Equals("atomic", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            // AS end, t.case: there they are names.
            else if (!afterAs)
                _bodies += word.Equals("case", StringComparison.OrdinalIgnoreCase)
                    ? 1 : word.Equals("end", StringComparison.OrdinalIgnoreCase) ? -1 : 0;
            _afterBegin = word.Equals("begin", StringComparison.OrdinalIgnoreCase);
            _afterAs = word.Equals("as", StringComparison.OrdinalIgnoreCase);
        }

        IsBetween = false;
        return true;
    }
}
