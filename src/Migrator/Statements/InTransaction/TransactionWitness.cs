using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Statements.InTransaction;

/// <summary>
/// Knows of a step's transaction whether it is still the one that was begun, and what became of it: a migration's own code has
/// the connection, and may end it and begin others. The server is asked, and nothing is taken for granted.
/// </summary>
internal sealed class TransactionWitness(SqlSender sender)
{
    private readonly SessionTransactions _transactions = new(sender);
    private string? _id;
    private long _number;
    private long? _others;
    private bool _isEnded;

    /// <summary>Takes note of the transaction that is open now, before code that may end it.</summary>
    public void Look()
    {
        if (_id is null)
            (_id, _number) = _transactions.Identify();
    }

    /// <summary>Makes sure that it is still open, behind such code.</summary>
    /// <exception cref="TransactionEndedException">It is not.</exception>
    public void Verify()
    {
        if (_transactions.Id() == _id)
            return;

        (_others, _isEnded) = (Others(), true);
        throw new TransactionEndedException();
    }

    /// <summary>Ends what is open.</summary>
    /// <param name="commitWasSent">Whether COMMIT was among what was sent last, and did not succeed.</param>
    /// <returns>What stays of the step all the same; null if nothing does.</returns>
    public string? Rollback(bool commitWasSent)
    {
        try
        {
            return TryRollback(commitWasSent);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            // A cancel request that was on its way already.
            return TryRollback(commitWasSent);
        }
    }

    private string? TryRollback(bool commitWasSent)
    {
        if (_id is null)
        {
            if (_transactions.IsOpen())
            {
                _transactions.End();
                return null;
            }

            // A COMMIT that was cancelled, as it ran what was put off until then, has rolled back.
            return commitWasSent ? null
                : "Its transaction was ended by one of its statements: what it did before that may be committed";
        }

        if (!_isEnded)
            (_others, _isEnded) = (Ended(), true);
        return _others is null ? null : _transactions.IsCommitted(_id)
            ? "Its own code committed the transaction that it was given: what the migration did up to there stays, "
                + "without a record"
            : _others > 0 ? "Its own code rolled back the transaction that it was given, and ran others: "
                + "what those did may be committed"
            : null;
    }

    // How many others have ended since; null where it is the one itself that is rolled back now.
    private long? Ended()
    {
        try
        {
            if (_transactions.Id() == _id)
            {
                _transactions.End();
                return null;
            }

            return Others();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InFailedSqlTransaction)
        {
            _transactions.End();
            var failed = _transactions.Number() - 1;
            return failed == _number ? null : failed - 1 - _number;
        }
    }

    // Asked for its id before: where none is open, that question was one, and this is another. One that is open ends now.
    private long Others()
    {
        var last = _transactions.Number() - (_transactions.IsOpen() ? 1 : 2);
        _transactions.End();
        return last - _number;
    }
}
