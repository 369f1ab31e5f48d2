using Migrator.Sql.Reading;

namespace Migrator.Statements.Sending;

/// <summary>Keeps back the texts that are never sent: none of them could do what it says.</summary>
internal static class TextGuard
{
    /// <summary>What is known of a text before its step begins.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="transactional">Whether it is sent in a transaction, which is then the run's.</param>
    /// <param name="number">The number of the statement in its step, from 1.</param>
    /// <exception cref="StatementFailedException">It is not to be sent, and why.</exception>
    public static void Verify(string sql, bool transactional, int number)
    {
        if (RefusedText.Find(sql, transactional, number) is { } refused)
            throw new StatementFailedException(number, sql, new RefusedTextException(refused));
    }

    /// <summary>What is known of it when its turn comes.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="transactional">Whether it is sent in a transaction.</param>
    /// <param name="step">The step, which may have set another encoding; null between steps.</param>
    /// <exception cref="StatementFailedException">It is not to be sent, and why.</exception>
    public static void Verify(string sql, bool transactional, StepContext? step)
    {
        var number = step?.Statements ?? 0;
        Verify(sql, transactional, number);
        if (step?.Misread(sql) is { } why)
            throw new StatementFailedException(number, sql, new NotSupportedException(why));
    }
}
