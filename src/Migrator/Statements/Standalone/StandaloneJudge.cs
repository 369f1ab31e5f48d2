using Migrator.Database.Locking;
using Migrator.Errors;
using Migrator.Sql.Reading;
using Migrator.Sql.Texts;
using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Statements.Standalone;

/// <summary>
/// Finds out what a statement outside a transaction left that failed, and whether a step left a transaction of its own open. The
/// server tells, by the transactions that it began meanwhile.
/// </summary>
internal sealed class StandaloneJudge(SqlSender sender, LockedSession locked)
{
    private readonly SessionTransactions _transactions = new(sender);
    private bool _mayBeOpen;

    /// <summary>Whether the step has a transaction of its own open, behind what was run last.</summary>
    public bool HasOwnTransaction { get; private set; }

    /// <summary>Runs a text. One that fails as a whole is known to have left nothing.</summary>
    public void Run(StepContext step, string sql, StatementText text, Action action)
    {
        _mayBeOpen |= SqlStatement.Split(sql).Any(statement => TransactionCommand.Of(statement.Cursor()) is not null);
        Watch(step, sql, text, action);
    }

    /// <summary>Runs a migration's own code, in the same way.</summary>
    public void Run(StepContext step, Action action)
    {
        _mayBeOpen = true;
        Watch(step, null, null, action);
    }

    /// <summary>Makes sure that a step has left no transaction open: what is in it would be lost.</summary>
    /// <exception cref="TransactionLeftOpenException">It did; that is rolled back.</exception>
    public void VerifyEnded(StepContext step)
    {
        if (!HasOwnTransaction)
            return;

        End(step);
        throw new TransactionLeftOpenException();
    }

    /// <summary>Rolls back a transaction that a step left open; how far it is says the journal then.</summary>
    public void EndOpen(StepContext step)
    {
        if (_transactions.IsOpen())
            End(step);
    }

    private void End(StepContext step)
    {
        _transactions.End();
        Restore(step);
    }

    // What was recorded in it is rolled back with it.
    private void Restore(StepContext step)
    {
        HasOwnTransaction = false;
        if (step.BegunId is { } id
            && sender.Read(locked.Journal.Progress(sender.Connection, id), Progress, heedsCaller: false) is { } known)
            step.Ledger!.Restore(known.Done, known.DoneHash, known.BegunHash);
    }

    private static (int Done, string? DoneHash, string? BegunHash)? Progress(System.Data.IDataReader reader)
    {
        if (!reader.Read())
            return null;

        return (reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetString(1),
            reader.IsDBNull(2) ? null : reader.GetString(2));
    }

    private void Watch(StepContext step, string? sql, StatementText? text, Action action)
    {
        var before = _transactions.Number();
        try
        {
            action();
        }
        catch (Exception exception)
        {
            if (LeftNothing(step, sql, text, before, exception))
                step.Ledger!.Undo();
            throw;
        }

        if (_mayBeOpen)
            _mayBeOpen = HasOwnTransaction = _transactions.IsOpenQuietly();
    }

    private bool LeftNothing(StepContext step, string? sql, StatementText? text, long before, Exception exception)
    {
        // Npgsql leaves a server that says of its disk or of its own code that they are at fault.
        if (!locked.Session.IsOurs)
            return sql is not null && StatementText.FailsAsAWhole(sql) && exception is PostgresException
                && !ConnectionLoss.Is(exception);

        try
        {
            var isOpen = _transactions.IsOpen();
            if (isOpen)
                _transactions.End();
            // This question is one, and so is the one whether a transaction is open, unless it is.
            var begun = _transactions.Number() - before - 2;
            // Where an earlier statement had opened it, the journal alone knows what came before; a COMMIT that failed has ended it.
            var own = HasOwnTransaction;
            if (isOpen || own)
                Restore(step);
            if (own)
                return false;

            // A text that failed outside a transaction of its own did so in its last; a delegate may fail behind one that is
            // done.
            var failed = text is null || isOpen ? 0 : 1;
            // A patient statement has the setting of its lock timeout before and behind it.
            return begun >= 0 && begun <= failed + (text is { WaitsGently: true } ? 2 : 0);
        }
        catch (Exception asking) when (asking is NpgsqlException or InvalidOperationException or IOException
            or OperationCanceledException or DeployLockLostException)
        {
            return false;
        }
    }
}
