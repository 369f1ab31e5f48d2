using Migrator.Database.History;
using Migrator.Database.Locking;
using Migrator.SchemaCheck;
using Migrator.Statements.InTransaction;
using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Statements;

/// <summary>Records how steps end, and only while this session holds the deploy lock.</summary>
internal sealed class StepRecorder(
    LockedSession locked, SqlSender sender, StepTransaction transaction, string run, SessionUpkeep upkeep)
{
    private readonly RepeatedCommands _repeated = new(run);
    private readonly RecordStatement _record = new(locked.Table, locked.Journal);

    /// <summary>Whether something may have given up the lock since it was last seen held.</summary>
    public bool LockMayBeGone { get; set; }

    /// <summary>What is prepared may be there no more.</summary>
    public void Forget() => _repeated.Forget();

    /// <summary>Asks the server whether the lock is held, if something may have given it up.</summary>
    /// <exception cref="DeployLockLostException">It is not.</exception>
    public void VerifyLock()
    {
        if (!LockMayBeGone)
            return;

        if (!sender.Read($"SELECT {locked.DeployLock.HeldSql}", null, reader => reader.Read() && reader.GetBoolean(0)))
            throw DeployLockLostException.NotHeld();
        LockMayBeGone = false;
    }

    /// <summary>Writes the journal entry of a step outside a transaction before its first statement.</summary>
    /// <exception cref="DeployLockLostException">The lock is not held any more.</exception>
    public void Begun(StepContext step, DirtyMigration? earlier) =>
        step.BegunId = (long?)sender.Scalar(locked.Journal.Begun(step.Entry!, locked.DeployLock.HeldSql, earlier))
            ?? throw DeployLockLostException.NotHeld();

    /// <summary>Records that the step's migration is applied.</summary>
    /// <exception cref="DeployLockLostException">Nothing was recorded.</exception>
    public void Applied(StepContext step, string description) => Record(step, description);

    /// <summary>Records that it is reverted.</summary>
    /// <exception cref="DeployLockLostException">Nothing was recorded.</exception>
    public void Reverted(StepContext step) => Record(step, "");

    /// <summary>Records how the step failed.</summary>
    public void Failed(Func<NpgsqlBatchCommand> entry)
    {
        try
        {
            Write();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            // A cancel request that was on its way already.
            Write();
        }

        void Write()
        {
            upkeep.Restore();
            sender.Execute(entry());
        }
    }

    /// <summary>
    /// The same on another connection, where the failure took the session with it: Npgsql leaves a server that says of its disk or
    /// of its own code that they are at fault.
    /// </summary>
    public void FailedElsewhere(string connectionString, Func<NpgsqlBatchCommand> entry)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using (var settings = new NpgsqlCommand(locked.Settings.RestoreSql, connection))
            settings.ExecuteNonQuery();
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(entry());
        batch.ExecuteNonQuery();
    }

    // A session keeps its locks until it ends or is told to give them up: without a statement that may have told it so, the same
    // server process is proof enough, at a fraction of the cost.
    private string Held =>
        LockMayBeGone ? locked.DeployLock.HeldSql : $"pg_catalog.pg_backend_pid() = {locked.Session.BackendPid}";

    private void Record(StepContext step, string description)
    {
        var entry = step.Entry!;
        var command = step.BegunId is { } id ? _record.Begun(id, entry, description, step.Elapsed, Held)
            : _record.AtOnce(entry, description, step.Elapsed, Held);
        if (transaction.IsOpen)
        {
            // What may give up locks may also discard what is prepared.
            if (LockMayBeGone)
                _repeated.Forget();
            transaction.Record([.. upkeep.ForRecord(), .. _repeated.Of(command)]);
        }
        else
        {
            upkeep.Restore();
            Execute(command);
            step.Recorded = true;
        }

        LockMayBeGone = false;
    }

    private void Execute(NpgsqlBatchCommand command)
    {
        try
        {
            if (sender.Execute(command) == 0)
                throw DeployLockLostException.NotRecorded();
        }
        catch (PostgresException exception) when (RecordStatement.IsRefusal(exception, command))
        {
            throw DeployLockLostException.NotRecorded();
        }
        catch (PostgresException exception) when (RecordFailedException.Is(exception))
        {
            throw RecordFailedException.Of(exception, locked.Table);
        }
    }
}
