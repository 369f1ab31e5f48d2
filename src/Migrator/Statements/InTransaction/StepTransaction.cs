using Migrator.Database.History;
using Migrator.Database.Session;
using Migrator.SchemaCheck;
using Migrator.Sql.Texts;
using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Statements.InTransaction;

/// <summary>
/// The transaction of a step, in as few round trips as it allows. Nothing is sent before it has to be: a step that never looks at
/// the database is one round trip, from BEGIN over its statements and its record to COMMIT.
/// </summary>
internal sealed class StepTransaction(SqlSender sender, SessionSettings settings, VersionTable table)
{
    private readonly StatementQueue _queue = new(sender);
    private TransactionWitness _witness = new(sender);
    private StepPatience _patience = new(settings);
    private NpgsqlTransaction? _begun;
    private NpgsqlBatchCommand[] _record = [];
    private bool _sent;
    private bool _refused;

    /// <summary>Whether a step is in a transaction, begun at the server or not.</summary>
    public bool IsOpen { get; private set; }

    public void Begin() => IsOpen = true;

    /// <summary>Sets how long a statement may wait for locks.</summary>
    public void SetPatience(StatementText text)
    {
        if (_patience.Before(text) is { } set)
            Add(new(0, set));
    }

    /// <summary>Adds a statement to those that wait.</summary>
    public void Add(QueuedStatement statement)
    {
        _queue.Add(statement);
        if (_queue.IsFull)
            Flush();
    }

    /// <summary>Adds the step's record, to be sent right before COMMIT; of several commands the last is the one that may
    /// refuse.</summary>
    public void Record(NpgsqlBatchCommand[] record) => _record = record;

    /// <summary>Sends what waits, since something is to look at the database.</summary>
    /// <returns>The transaction, for what looks.</returns>
    /// <exception cref="StatementFailedException">A statement failed; it is named.</exception>
    public NpgsqlTransaction? Flush()
    {
        if (!IsOpen)
            return null;

        // Npgsql sends its BEGIN along with whatever comes first.
        _begun ??= sender.Connection.BeginTransaction();
        _queue.Send(_begun, [], []);
        return _begun;
    }

    /// <summary>Runs code of the migration's own in the transaction, which it may not end.</summary>
    /// <exception cref="TransactionEndedException">It has.</exception>
    public void Guard(Action code)
    {
        _witness.Look();
        code();
        _witness.Verify();
    }

    /// <summary>Sends what waits, the record and COMMIT; all of it is done, or nothing is.</summary>
    /// <exception cref="StatementFailedException">A statement failed; it is named.</exception>
    /// <exception cref="DeployLockLostException">The record was refused by its own condition.</exception>
    public void Commit()
    {
        _sent = true;
        var commit = new NpgsqlBatchCommand("COMMIT");
        try
        {
            // A migration without a statement and a record, such as an empty maintenance, has nothing to commit.
            if (_begun is not null || _record.Length > 0 || !_queue.IsEmpty)
                _queue.Send(_begun, _begun is null ? [new("BEGIN")] : [], [.. _record, commit]);
        }
        catch (PostgresException exception) when (exception.BatchCommand == commit)
        {
            // Such as a check that was put off until then. COMMIT that is refused is a rollback.
            _refused = true;
            throw;
        }
        catch (PostgresException exception) when (_record is [.., var record] && RecordStatement.IsRefusal(exception, record))
        {
            throw DeployLockLostException.NotRecorded();
        }
        catch (PostgresException exception) when (exception.BatchCommand is { } command && _record.Contains(command)
            && RecordFailedException.Is(exception))
        {
            throw RecordFailedException.Of(exception, table);
        }

        Forget();
    }

    /// <summary>Rolls back.</summary>
    /// <param name="canAsk">Whether the session is still there; a lost server has rolled back by itself.</param>
    /// <returns>What stays all the same, in a sentence without its end; null if nothing does.</returns>
    public string? Rollback(bool canAsk)
    {
        _queue.Clear();
        try
        {
            return canAsk && !_refused && (_begun is not null || _sent) ? _witness.Rollback(commitWasSent: _sent) : null;
        }
        finally
        {
            Forget();
        }
    }

    private void Forget()
    {
        _begun?.Dispose();
        (_begun, _record) = (null, []);
        (_patience, _witness) = (new(settings), new(sender));
        _sent = _refused = IsOpen = false;
    }
}
