using System.Diagnostics;
using Migrator.Database.Locking;
using Migrator.Database.Session;
using Migrator.Sql.Reading;
using Migrator.Sql.Texts;
using Migrator.Statements.Observing;
using Migrator.Statements.Retrying;
using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Statements.Standalone;

/// <summary>
/// The statements of a migration that runs outside a transaction. One that can be is recorded in one transaction with its work;
/// any other is recorded as begun before and as done behind. So another run resumes at the statement where this one stopped, or
/// says that it cannot know.
/// </summary>
internal sealed class StandaloneStatements(
    SqlSender sender, LockedSession locked, LockRetry retry, Action<MigrationProgress> report, StatementProbe? probe,
    SessionUpkeep upkeep)
{
    // Any text will do: what a delegate does cannot be told from it.
    private const string DelegateText = "(a migration's own code)";

    private readonly StandaloneJudge _judge = new(sender, locked);

    /// <summary>Runs a statement, unless an earlier run did.</summary>
    /// <exception cref="NotResumableException">Nothing tells whether an earlier run did.</exception>
    /// <exception cref="InvalidIndexException">An INVALID index that is not ours is in the way.</exception>
    public void Run(StepContext step, string sql, StatementText text)
    {
        var verdict = step.Ledger!.Next(sql);
        var index = ConcurrentIndex.TryParse(sql);
        if (verdict == StatementVerdict.Done)
            return;
        if (verdict == StatementVerdict.Begun && IsDone(step, text, index))
        {
            Record(step);
            return;
        }

        // In a transaction of the migration's own, what came before it is rolled back with a statement that fails.
        var isAlone = !_judge.HasOwnTransaction;
        var attempts = retry.Begin();
        while (true)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                if (index is { Creates: true })
                    Build(step, sql, index, ours: verdict == StatementVerdict.Begun || attempts.Count > 1);
                else if (text.MayLeaveTraces)
                    RunAlone(step, sql, text);
                else
                    RunWithRecord(step, sql, text);
                return;
            }
            catch (PostgresException exception) when (isAlone
                && (step.Ledger.BegunHash is null || index is not null || text.IsRepeatable))
            {
                if (!retry.Pause(attempts, exception.SqlState, Stopwatch.GetElapsedTime(start)))
                    throw;
            }
        }
    }

    /// <summary>Runs a migration's own code, unless an earlier run did.</summary>
    /// <exception cref="NotResumableException">An earlier run began it.</exception>
    public void RunDelegate(StepContext step, Action action)
    {
        var verdict = step.Ledger!.Next(DelegateText);
        if (verdict == StatementVerdict.Begun)
            throw NotResumableException.Unknown(step.Ledger.Number);
        if (verdict == StatementVerdict.Done)
            return;

        RecordIntent(step);
        Observe(step, null, () => _judge.Run(step, action));
        Record(step);
    }

    /// <summary>Makes sure that a step has left no transaction open: what is in it would be lost.</summary>
    /// <exception cref="TransactionLeftOpenException">It did; that is rolled back.</exception>
    public void VerifyEnded(StepContext step) => _judge.VerifyEnded(step);

    /// <summary>Rolls back a transaction that a failed step left open; how far it is says the journal then.</summary>
    public void EndOpen(StepContext step) => _judge.EndOpen(step);

    private bool IsDone(StepContext step, StatementText text, ConcurrentIndex? index) => index switch
    {
        { Creates: true, Name: { } name } => Indexes(index.Target).TryGetValue(name, out var found) && found.Valid,
        { Creates: false } => !Exists(index.Target),
        _ when text.IsRepeatable => false,
        _ => throw NotResumableException.Unknown(step.Ledger!.Number),
    };

    private void RunWithRecord(StepContext step, string sql, StatementText text)
    {
        var record = step.BegunId is { } id ? StatementDone(step, id) : null;
        if (!_judge.HasOwnTransaction && (text.HasRows || probe is not null && record is not null))
            RunInTransaction(step, sql, record);
        else if (text.HasRows)
            Observe(step, sql, () => RunWithRows(sql, record));
        else
            Observe(step, sql, () => Send([SqlCommands.Of(sql)[0], .. Between(record)], record));
        step.Ledger!.Finish();
    }

    // In several round trips: for rows of a COPY, which are sent apart, or to look at the server in their midst.
    private void RunInTransaction(StepContext step, string sql, NpgsqlBatchCommand? record)
    {
        using var transaction = sender.Connection.BeginTransaction();
        Observe(step, sql, () => sender.Execute(sql, transaction), transaction);
        Send(Between(record), record);
        transaction.Commit();
    }

    private void RunWithRows(string sql, NpgsqlBatchCommand? record)
    {
        sender.Execute(sql);
        Send(Between(record), record);
    }

    private NpgsqlBatchCommand StatementDone(StepContext step, long id) =>
        locked.Journal.StatementDone(id, step.Ledger!.Finished.Done, step.Ledger.Finished.Hash);

    private NpgsqlBatchCommand[] Between(NpgsqlBatchCommand? record) =>
        record is null ? [] : upkeep.BetweenStatements(record, _judge.HasOwnTransaction);

    private void Send(NpgsqlBatchCommand[] commands, NpgsqlBatchCommand? record)
    {
        if (commands.Length == 0)
            return;

        using var batch = new NpgsqlBatch(sender.Connection) { Timeout = 0 };
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        try
        {
            sender.Execute(batch);
        }
        catch (PostgresException exception) when (record is not null && exception.BatchCommand == record
            && RecordFailedException.Is(exception))
        {
            throw RecordFailedException.Of(exception, locked.Table);
        }
    }

    private void RunAlone(StepContext step, string sql, StatementText text)
    {
        RecordIntent(step);
        Observe(step, sql, () => _judge.Run(step, sql, text, () =>
        {
            if (text.WaitsGently)
                sender.ExecutePatiently(sql);
            else
                sender.Execute(sql);
        }));
        Record(step);
    }

    private void Build(StepContext step, string sql, ConcurrentIndex index, bool ours)
    {
        var before = Indexes(index.Target);
        if (index.Name is { } name && before.TryGetValue(name, out var there) && !there.Valid)
        {
            if (!ours)
                throw InvalidIndexException.Foreign(name, index.Target);
            report(new MigrationProgress.Note($"Dropping the INVALID index \"{name}\" that an interrupted attempt left, to "
                + $"build it anew."));
            sender.ExecutePatiently($"DROP INDEX CONCURRENTLY {there.Qualified}");
            before.Remove(name);
        }

        RecordIntent(step);
        try
        {
            Observe(step, sql, () => sender.ExecutePatiently(sql));
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException && locked.Session.IsOurs)
        {
            if (TryRemoveLeftover(index, before, exception))
                step.Ledger!.Undo();
            throw;
        }

        var after = Indexes(index.Target);
        if (index.Name is { } built
            ? !(after.TryGetValue(built, out var now) && now.Valid)
            : after.Any(one => !one.Value.Valid && !before.ContainsKey(one.Key)))
            throw InvalidIndexException.Left(index.Name ?? "(unnamed)", index.Target);
        Record(step);
    }

    // A failed build leaves its index INVALID: it costs every write, and IF NOT EXISTS would take it for the real one. Where it
    // cannot be dropped soon (a signal leaves little time), the next run does it.
    private bool TryRemoveLeftover(ConcurrentIndex index, Dictionary<string, (bool Valid, string Qualified)> before,
        Exception exception)
    {
        var patience = exception is PostgresException { SqlState: not PostgresErrorCodes.QueryCanceled } ? "10s" : "2s";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                foreach (var (name, (valid, qualified)) in Indexes(index.Target, heedsCaller: false))
                {
                    if (valid || before.ContainsKey(name) || index.Name is { } ours && ours != name)
                        continue;
                    sender.Execute($"SET lock_timeout = '{patience}'", heedsCaller: false);
                    sender.Execute($"DROP INDEX CONCURRENTLY {qualified}", heedsCaller: false);
                }

                return true;
            }
            catch (Exception again) when (attempt == 1
                && again is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled })
            {
                // A cancel request that was still on its way.
            }
            catch (Exception failed) when (failed is NpgsqlException or OperationCanceledException or InvalidOperationException)
            {
                return false;
            }
            finally
            {
                if (locked.Session.IsOurs)
                    sender.RestoreLockTimeout();
            }
        }
    }

    private void Observe(StepContext step, string? sql, Action action, NpgsqlTransaction? transaction = null)
    {
        if (probe is not null && step.Entry is not null)
            probe.Observe(sender, transaction, step, sql, action);
        else
            action();
    }

    private void RecordIntent(StepContext step)
    {
        var ledger = step.Ledger!;
        ledger.Begin();
        if (step.BegunId is { } id)
            Write(locked.Journal.StatementBegins(id, ledger.Number, ledger.BegunHash!));
    }

    private void Record(StepContext step)
    {
        var (done, hash) = step.Ledger!.Finished;
        if (step.BegunId is { } id)
            Write(locked.Journal.StatementDone(id, done, hash));
        step.Ledger.Finish();
    }

    // The migration may have taken a role that has no right to the journal, or set that its transactions only read. One that it
    // has open itself is its own to end: the record stays or goes with it.
    private void Write(NpgsqlBatchCommand record)
    {
        var commands = Between(record);
        if (commands.Length == 1 || _judge.HasOwnTransaction)
        {
            Send(commands, record);
            return;
        }

        try
        {
            Send([new("BEGIN READ WRITE"), .. commands, new("COMMIT")], record);
        }
        catch (Exception exception) when (exception is PostgresException or RecordFailedException && locked.Session.IsOurs)
        {
            sender.Execute("ROLLBACK", heedsCaller: false);
            throw;
        }
    }

    private Dictionary<string, (bool Valid, string Qualified)> Indexes(string table, bool heedsCaller = true) =>
        sender.Read(TableIndexes.Query(sender.Connection, table), reader =>
        {
            var indexes = new Dictionary<string, (bool, string)>(StringComparer.Ordinal);
            while (reader.Read())
                indexes[reader.GetString(0)] = (reader.GetBoolean(1), reader.GetString(2));
            return indexes;
        }, heedsCaller);

    private bool Exists(string relation) =>
        sender.Read(TableIndexes.Exists(sender.Connection, relation), reader => reader.Read() && reader.GetBoolean(0));
}
