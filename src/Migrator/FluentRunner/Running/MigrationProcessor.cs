using System.Data;
using System.Globalization;
using FluentMigrator.Expressions;
using FluentMigrator.Runner.Generators.Postgres;
using FluentMigrator.Runner.Initialization;
using FluentMigrator.Runner.Processors;
using FluentMigrator.Runner.Processors.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrator.Database.History;
using Migrator.Database.Locking;
using Migrator.Database.Session;
using Migrator.Sql;
using Migrator.Statements.InTransaction;
using Migrator.Statements.Observing;
using Migrator.Statements.Retrying;
using Migrator.Statements.Sending;
using Migrator.Statements.Standalone;
using Npgsql;

namespace Migrator.FluentRunner.Running;

/// <summary>
/// FluentMigrator's PostgreSQL processor on our session: every statement passes here, is counted, can be cancelled, and fails
/// with its own error. It never opens, reopens or closes a connection.
/// </summary>
/// <remarks>
/// In a transaction, single statements wait; whatever looks at the database first sends what waits.
/// </remarks>
internal sealed class MigrationProcessor : DefaultSchemaProcessor
{
    private readonly DatabaseSession _session;
    private readonly SessionSettings _settings;
    private readonly LiveStatement _live;
    private readonly CancellationToken _cancellationToken;
    private readonly SqlSender _sender;
    private readonly StepTransaction _transaction;
    private readonly StandaloneStatements _standalone;
    private readonly DeployLock _deployLock;
    private readonly RepeatedCommands _repeated;
    private readonly StatementProbe? _probe;

    public MigrationProcessor(
        PostgresDbFactory factory,
        Postgres15_0Generator generator,
        ILogger<Postgres15_0Processor> logger,
        IOptionsSnapshot<ProcessorOptions> options,
        IConnectionStringAccessor connectionString,
        PostgresOptions postgres,
        DatabaseSession session,
        SessionSettings settings,
        LiveStatement live,
        SqlSender sender,
        StandaloneStatements standalone,
        DeployLock deployLock,
        RunContext run,
        RunCancellation cancellation)
        : base(factory, generator, logger, options, connectionString, postgres, settings.Schema)
    {
        _session = session;
        _settings = settings;
        _live = live;
        _cancellationToken = cancellation.Token;
        _sender = sender;
        _transaction = new(sender, settings);
        _standalone = standalone;
        _deployLock = deployLock;
        _probe = run.Probe;
        _repeated = new(run.Run.Id);
        Connection = session.Connection;
    }

    /// <summary>The server process that the session was opened on.</summary>
    public int BackendPid => _session.BackendPid;

    /// <summary>The step that runs now; null between steps.</summary>
    public StepContext? Step { get; set; }

    /// <summary>Whether something may have changed the session's settings since they were last set.</summary>
    public bool SettingsMayHaveChanged { get; set; }

    /// <summary>Whether something may have given up the deploy lock since it was last seen held.</summary>
    public bool LockMayBeGone { get; set; }

    public override void BeginTransaction() => _transaction.Begin();

    public override void CommitTransaction()
    {
        if (!_transaction.IsOpen)
            return;

        _cancellationToken.ThrowIfCancellationRequested();
        EnsureConnectionIsOpen();
        Step?.Committing = true;
        try
        {
            _transaction.Commit();
        }
        catch (Exception exception) when (exception is DeployLockLostException or StatementFailedException { Sql: not null })
        {
            // The server named what failed: it did not come to COMMIT.
            Step?.Committing = false;
            throw;
        }

        Step?.Committed = true;
    }

    public override void RollbackTransaction()
    {
        _repeated.Forget();
        // A lost server has rolled back by itself; there is nobody to ask.
        if (_transaction.IsOpen)
            _transaction.Rollback(canAsk: _session.IsOurs);
    }

    public override void Process(PerformDBOperationExpression expression)
    {
        var transaction = Flush();
        BeginStatement();
        SettingsMayHaveChanged = true;
        LockMayBeGone = true;
        try
        {
            if (Step is { Ledger: not null } step && transaction is null)
                _standalone.RunDelegate(step, () => RunDelegate(expression, null));
            else
                Observe(transaction, null, () => RunDelegate(expression, transaction));
        }
        catch (Exception exception) when (exception is not NotResumableException)
        {
            throw new StatementFailedException(Step?.Statements ?? 0, null, exception);
        }
    }

    public override DataSet Read(string template, params object[] args) => Query(template, args, reader => reader.ReadDataSet());

    public override bool Exists(string template, params object[] args) => Query(template, args, reader => reader.Read());

    protected override void Process(string sql)
    {
        if (string.IsNullOrWhiteSpace(sql))
            return;

        if (_transaction.IsOpen)
            _transaction.SetPatience(sql);
        var waits = _probe is null && _transaction.IsOpen && StatementText.IsSingle(sql);
        var transaction = waits ? null : Flush();

        BeginStatement();
        if (!_transaction.IsOpen)
            VerifyLock();
        if (StatementText.CopiesWithClient(sql))
            throw new StatementFailedException(Step?.Statements ?? 0, sql, new NotSupportedException(
                "COPY FROM STDIN and TO STDOUT need a client that sends or takes the rows. Write INSERT, COPY from a file of the server's, or C# with Npgsql's BeginTextImport (Execute.WithConnection)."));
        SettingsMayHaveChanged |= StatementText.MayChangeSession(sql);
        LockMayBeGone |= StatementText.MayReleaseLocks(sql);
        if (waits)
        {
            _transaction.Add(new(Step?.Statements ?? 0, sql));
            return;
        }

        try
        {
            if (Step is { Ledger: not null } step && transaction is null)
                _standalone.Run(step, sql);
            else
                Observe(transaction, sql, () => _sender.Execute(sql, transaction));
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException or OperationCanceledException or InvalidIndexException)
        {
            throw new StatementFailedException(Step?.Statements ?? 0, sql, exception);
        }
    }

    /// <summary>
    /// Takes a command of ours that records the step: in a transaction it is sent with COMMIT, and must itself refuse what is not to be
    /// recorded; elsewhere it is executed at once.
    /// </summary>
    /// <returns>The rows that it changed, where it was executed.</returns>
    public int? Record(NpgsqlBatchCommand command)
    {
        if (_transaction.IsOpen)
        {
            // What may give up locks may also discard what is prepared.
            if (LockMayBeGone)
                _repeated.Forget();
            _transaction.Record(_repeated.Of(command));
            return null;
        }

        try
        {
            return _sender.Execute(command);
        }
        catch (PostgresException exception) when (Journal.IsRefusal(exception, command))
        {
            throw DeployLockLostException.NotRecorded();
        }
    }

    /// <summary>Sets the session's settings again, if something may have changed them.</summary>
    public void RestoreSettings()
    {
        if (!SettingsMayHaveChanged)
            return;

        _sender.Execute(_settings.RestoreSql);
        SettingsMayHaveChanged = false;
    }

    // FluentMigrator would open a lost connection again, without the lock.
    protected override void EnsureConnectionIsOpen() => _ = _sender.Connection;

    protected override void EnsureConnectionIsClosed()
    {
    }

#pragma warning disable CA2215 // The base would close the session, which belongs to the run.
    protected override void Dispose(bool isDisposing)
#pragma warning restore CA2215
    {
        // An open transaction here means that a step was abandoned.
        if (isDisposing)
            RollbackTransaction();
    }

    // Maintenance and profiles, which are no migration's, are not looked at.
    private void Observe(NpgsqlTransaction? transaction, string? sql, Action run)
    {
        if (_probe is not null && Step is { Entry: not null } step)
            _probe.Observe(_sender, transaction, step, sql, run);
        else
            run();
    }

    private NpgsqlTransaction? Flush()
    {
        EnsureConnectionIsOpen();
        return _transaction.Flush();
    }

    private void BeginStatement()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (Step is { } step)
            step.Statements++;
    }

    private void RunDelegate(PerformDBOperationExpression expression, NpgsqlTransaction? transaction) =>
        _live.RunDelegate(() => expression.Operation?.Invoke(Connection, transaction));

    private void VerifyLock()
    {
        if (!LockMayBeGone)
            return;
        if (!_sender.Read($"SELECT {_deployLock.HeldSql}", null, reader => reader.Read() && reader.GetBoolean(0)))
            throw new DeployLockLostException("This session no longer holds the deploy lock.");

        LockMayBeGone = false;
    }

    private T Query<T>(string template, object[] args, Func<IDataReader, T> read)
    {
        var transaction = Flush();
        _cancellationToken.ThrowIfCancellationRequested();
        return _sender.Read(string.Format(CultureInfo.InvariantCulture, template, args), transaction, read);
    }
}
