namespace Migrator.Sql;

/// <summary>Knows, token by token, whether the statement in hand is a COPY that takes its rows from behind it.</summary>
internal sealed class CopyWatch
{
    private bool _isBetween = true;
    private bool _copies;
    private bool _behindFrom;
    private bool _isOfClient;
    private int _brackets;

    private CopyWatch()
    {
    }

    /// <summary>One for a text; null for a text that surely has no such statement: few have.</summary>
    public static CopyWatch? For(string sql) =>
        (sql.Contains("stdin", StringComparison.OrdinalIgnoreCase) || sql.Contains("stdout", StringComparison.OrdinalIgnoreCase))
        && sql.Contains("copy", StringComparison.OrdinalIgnoreCase) ? new() : null;

    /// <summary>Whether a semicolon that stands here is followed by rows.</summary>
    public bool TakesRows => _isOfClient && _brackets <= 0;

    /// <summary>Goes on.</summary>
    public void See(string sql, SqlToken token)
    {
        var behindFrom = _behindFrom;
        _behindFrom = false;
        if (token.Kind == SqlTokenKind.Rows || token.Kind == SqlTokenKind.Symbol && sql[token.Start] == ';' && _brackets <= 0)
        {
            (_isBetween, _copies, _isOfClient, _brackets) = (true, false, false, 0);
            return;
        }

        if (token.Kind == SqlTokenKind.Symbol)
        {
            _brackets += sql[token.Start] switch { '(' => 1, ')' => -1, _ => 0 };
        }
        else if (token.Kind == SqlTokenKind.Word)
        {
            var word = sql.AsSpan(token.Start, token.End - token.Start);
            if (_isBetween)
                _copies = word.Equals("copy", StringComparison.OrdinalIgnoreCase);
            // To the server both words are the same: it is FROM that tells.
            else if (_copies && _brackets == 0)
                _isOfClient |= behindFrom && (word.Equals("stdin", StringComparison.OrdinalIgnoreCase)
                    || word.Equals("stdout", StringComparison.OrdinalIgnoreCase));
            _behindFrom = word.Equals("from", StringComparison.OrdinalIgnoreCase);
        }

        _isBetween = false;
    }
}
