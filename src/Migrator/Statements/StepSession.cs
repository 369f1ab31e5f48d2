using System.Data;
using Migrator.Database.Connecting;
using Migrator.Database.Locking;
using Migrator.SchemaCheck;
using Migrator.Sql.Texts;
using Migrator.Statements.InTransaction;
using Migrator.Statements.Observing;
using Migrator.Statements.Retrying;
using Migrator.Statements.Sending;
using Migrator.Statements.Standalone;
using Npgsql;

namespace Migrator.Statements;

/// <summary>
/// A run's session while steps run on it: every statement of a migration passes here, is counted, can be cancelled, and fails
/// with its own error. The connection is never opened, reopened or closed here. Knows nothing of FluentMigrator.
/// </summary>
/// <remarks>
/// In a transaction, single statements wait; whatever looks at the database first sends what waits.
/// </remarks>
internal sealed class StepSession : IAsyncDisposable
{
    private readonly LockedSession _locked;
    private readonly string _observer;
    private readonly StatementProbe? _probe;
    private readonly CancellationToken _caller;
    private readonly NoticeListener _notices;
    private readonly RunningStatement _live;
    private readonly StatementWatch _watch;
    private readonly SqlSender _sender;
    private readonly StepTransaction _transaction;
    private readonly StandaloneStatements _standalone;
    private readonly StepRecorder _recorder;
    private readonly SessionUpkeep _upkeep;
    private StepContext? _step;

    /// <param name="locked">The session.</param>
    /// <param name="terms">The run's.</param>
    /// <param name="probe">Looks at what each statement does, which is then sent alone; null where nobody does.</param>
    /// <param name="caller">What cancels.</param>
    public StepSession(LockedSession locked, RunTerms terms, StatementProbe? probe, CancellationToken caller)
    {
        var observer = ConnectionSettings.ForObserver(locked.Session.ConnectionString, terms.Run.ObserverName);
        _locked = locked;
        _observer = observer;
        _probe = probe;
        _caller = caller;
        _notices = new(locked.Session.Connection, terms.Report);
        _live = new(observer, locked.Session.BackendPid, caller);
        _watch = new(terms, observer, locked.Session.BackendPid, _live);
        Retry = new(terms, _watch, _live, caller);
        _sender = new(locked.Session, locked.Settings, _live);
        _transaction = new(_sender, locked.Settings, locked.Table);
        // Creating the version table may have brought the default schema into being, which the search path then has to name.
        _upkeep = new(_sender, locked.Settings) { MayHaveChanged = !locked.History.Exists };
        _standalone = new(_sender, locked, Retry, terms.Report, probe, _upkeep);
        _recorder = new(locked, _sender, _transaction, terms.Run.Id, _upkeep);
    }

    /// <summary>Decides whether what gave way to others is tried again.</summary>
    public LockRetry Retry { get; }

    /// <summary>The session's connection, for a processor that wants to see one.</summary>
    public NpgsqlConnection Connection => _locked.Session.Connection;

    /// <summary>What the user gave, for migrations that ask for their <c>ConnectionString</c>. Never shown.</summary>
    public string ConnectionString => _locked.Session.ConnectionString;

    /// <summary>The schema of unqualified names.</summary>
    public string Schema => _locked.Settings.Schema;

    /// <summary>Whether the connection is still the one that holds the lock.</summary>
    public bool IsOurs => _locked.Session.IsOurs;

    /// <summary>How often the server was asked so far.</summary>
    public int RoundTrips => _sender.RoundTrips;

    /// <summary>Why a statement of the step was stopped from our side.</summary>
    public StopReason Stopped => _live.Reason;

    /// <summary>Begins to watch what the server does, through a second connection.</summary>
    public void Watch() => _watch.Start();

    /// <summary>A step, or another attempt at it, begins: with the session's own settings, and nothing stopped yet.</summary>
    public void Enter(StepContext step)
    {
        _step = _notices.Step = step;
        _live.Forget();
        if (_upkeep.Enter(isMigration: step.Entry is not null))
            _recorder.Forget();
    }

    /// <summary>The step has ended, well or not.</summary>
    public void Leave() => _step = _notices.Step = null;

    /// <summary>The step has one more statement, as far as its expressions tell.</summary>
    /// <param name="texts">Its SQL, where a person wrote it.</param>
    /// <param name="script">The script that it is read from; null for none.</param>
    /// <exception cref="StatementFailedException">It holds what is never sent: then nothing of the step is.</exception>
    public void Expect(IEnumerable<string> texts, string? script)
    {
        if (_step is not { } step)
            return;

        step.Expected++;
        foreach (var text in texts)
        {
            TextGuard.Verify(text, _transaction.IsOpen, step.Expected);
            if (script is not null)
                step.AddScript(script, text);
        }
    }

    /// <summary>Begins the step's transaction. The server hears of it with the first statement.</summary>
    public void Begin() => _transaction.Begin();

    /// <summary>Commits, with all that waits and the step's record; all of it is done, or nothing is.</summary>
    /// <exception cref="StatementFailedException">A statement failed; it is named.</exception>
    /// <exception cref="DeployLockLostException">The record was refused: the lock is not ours any more.</exception>
    public void Commit()
    {
        if (!_transaction.IsOpen)
            return;

        _caller.ThrowIfCancellationRequested();
        VerifyConnection();
        _step?.Committing = true;
        try
        {
            _transaction.Commit();
        }
        catch (Exception exception) when (exception is DeployLockLostException or StatementFailedException { Sql: not null })
        {
            // The server named what failed: it did not come to COMMIT.
            _step?.Committing = false;
            throw;
        }

        _step?.Committed = true;
    }

    /// <summary>Rolls back, if a transaction is open.</summary>
    public void Rollback()
    {
        _recorder.Forget();
        // A lost server has rolled back by itself; there is nobody to ask.
        if (_transaction.IsOpen && _transaction.Rollback(canAsk: IsOurs) is { } stays)
            _step?.Stays = stays;
    }

    /// <summary>Makes sure that a step outside a transaction has left none open.</summary>
    /// <exception cref="TransactionLeftOpenException">It did; that is rolled back.</exception>
    public void VerifyEnded()
    {
        if (_step is { Ledger: not null } step)
            _standalone.VerifyEnded(step);
    }

    /// <summary>
    /// A step has failed: what it left open is rolled back, and what of it stays is asked of the server, while that can be asked.
    /// </summary>
    public void Settle()
    {
        try
        {
            Rollback();
            if (_step is { Ledger: not null } step && IsOurs)
                _standalone.EndOpen(step);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException
            or OperationCanceledException or DeployLockLostException)
        {
            // The session is on its way out, and with it what was open.
        }
    }

    /// <summary>Takes a text of the migration's: sends it, or keeps it to be sent with others.</summary>
    /// <exception cref="StatementFailedException">It failed, or one that waited did.</exception>
    /// <exception cref="DeployLockLostException">The lock is not ours any more.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled before it began.</exception>
    public void Execute(string sql)
    {
        if (string.IsNullOrWhiteSpace(sql))
            return;

        var text = StatementText.Read(sql);
        if (_transaction.IsOpen)
            _transaction.SetPatience(text);
        var waits = _probe is null && _transaction.IsOpen && text is { IsSingle: true, HasRows: false };
        var transaction = waits ? null : Flush();
        BeginStatement();
        if (!_transaction.IsOpen)
            _recorder.VerifyLock();
        TextGuard.Verify(sql, _transaction.IsOpen, _step);
        _upkeep.See(sql, text, isMigration: _step?.Entry is not null);
        _recorder.LockMayBeGone |= text.MayReleaseLocks;
        if (waits)
        {
            _transaction.Add(new(_step?.Statements ?? 0, sql));
            return;
        }

        try
        {
            if (_step is { Ledger: not null } step && transaction is null)
                _standalone.Run(step, sql, text);
            else
                Observe(transaction, sql, () => _sender.Execute(sql, transaction));
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException
            or OperationCanceledException or InvalidIndexException)
        {
            throw new StatementFailedException(_step?.Statements ?? 0, sql, exception);
        }
    }

    /// <summary>Runs a migration's own C# code on the connection. It may do anything to the session.</summary>
    /// <exception cref="StatementFailedException">It failed.</exception>
    public void Run(Action<NpgsqlConnection, NpgsqlTransaction?> code)
    {
        var transaction = Flush();
        BeginStatement();
        _upkeep.MayHaveChanged = _recorder.LockMayBeGone = true;
        try
        {
            if (_step is { Ledger: not null } step && transaction is null)
                _standalone.RunDelegate(step, () => _live.RunDelegate(() => code(Connection, null)));
            else if (transaction is null)
                _live.RunDelegate(() => code(Connection, null));
            else
                _transaction.Guard(() =>
                    Observe(transaction, null, () => _live.RunDelegate(() => code(Connection, transaction))));
        }
        catch (Exception exception) when (exception is not NotResumableException)
        {
            throw new StatementFailedException(_step?.Statements ?? 0, null, exception);
        }
    }

    /// <summary>Asks the database, behind all that waits.</summary>
    public T Read<T>(string sql, Func<IDataReader, T> read)
    {
        var transaction = Flush();
        _caller.ThrowIfCancellationRequested();
        return _sender.Read(sql, transaction, read);
    }

    /// <summary>The connection is the one that holds the lock.</summary>
    /// <exception cref="DeployLockLostException">It is not.</exception>
    public void VerifyConnection() => _ = _sender.Connection;

    /// <summary>Writes the journal entry of a step outside a transaction before its first statement.</summary>
    /// <exception cref="DeployLockLostException">The lock is not ours any more.</exception>
    public void RecordBegun(StepContext step, DirtyMigration? earlier) => _recorder.Begun(step, earlier);

    /// <summary>Records that the step's migration is applied: version row and journal entry together, only while the lock is
    /// held.</summary>
    /// <exception cref="DeployLockLostException">Nothing was recorded.</exception>
    public void RecordApplied(string description) => _recorder.Applied(StepToRecord(), description);

    /// <summary>The same for one that is reverted.</summary>
    /// <exception cref="DeployLockLostException">Nothing was recorded.</exception>
    public void RecordReverted() => _recorder.Reverted(StepToRecord());

    /// <summary>
    /// Writes down how a step failed. The run ends here: from now on a signal cancels nothing, and must not hit this instead.
    /// </summary>
    public void RecordFailure(Func<NpgsqlBatchCommand> entry)
    {
        _live.Release();
        Rollback();
        _recorder.Failed(entry);
    }

    /// <summary>The same, where the failure took the session with it.</summary>
    public void RecordFailureElsewhere(Func<NpgsqlBatchCommand> entry) => _recorder.FailedElsewhere(_observer, entry);

    public async ValueTask DisposeAsync()
    {
        _notices.Dispose();
        await _watch.DisposeAsync().ConfigureAwait(false);
        // An open transaction here means that a step was abandoned.
        Rollback();
        _live.Dispose();
    }

    private StepContext StepToRecord()
    {
        if (_step is not { Entry: not null } step)
            throw new InvalidOperationException("A version is recorded outside a step.");

        if (step.Ledger is { } ledger)
        {
            _standalone.VerifyEnded(step);
            ledger.End();
        }

        return step;
    }

    // Maintenance and profiles, which are no migration's, are not looked at.
    private void Observe(NpgsqlTransaction? transaction, string? sql, Action run)
    {
        if (_probe is not null && _step is { Entry: not null } step)
            _probe.Observe(_sender, transaction, step, sql, run);
        else
            run();
    }

    private NpgsqlTransaction? Flush()
    {
        VerifyConnection();
        return _transaction.Flush();
    }

    private void BeginStatement()
    {
        _caller.ThrowIfCancellationRequested();
        if (_step is { } step)
            step.Statements++;
    }
}
