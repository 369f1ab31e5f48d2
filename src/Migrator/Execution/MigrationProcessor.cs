using System.Data;
using System.Globalization;
using FluentMigrator.Expressions;
using FluentMigrator.Runner.Generators.Postgres;
using FluentMigrator.Runner.Initialization;
using FluentMigrator.Runner.Processors;
using FluentMigrator.Runner.Processors.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrator.Database;
using Npgsql;

namespace Migrator.Execution;

/// <summary>
/// FluentMigrator's PostgreSQL processor on our session: every statement passes here, is counted, can be cancelled, and fails
/// with its own error. It never opens, reopens or closes a connection.
/// </summary>
/// <remarks>
/// In a transaction, single statements wait in a queue; whatever looks at the database first sends what is queued.
/// </remarks>
internal sealed class MigrationProcessor : DefaultSchemaProcessor
{
    private readonly DatabaseSession _session;
    private readonly SessionSettings _settings;
    private readonly LiveStatement _live;
    private readonly CancellationToken _cancellationToken;
    private readonly StatementQueue _queue;

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
        RunCancellation cancellation)
        : base(factory, generator, logger, options, connectionString, postgres, settings.Schema)
    {
        _session = session;
        _settings = settings;
        _live = live;
        _cancellationToken = cancellation.Token;
        _queue = new(session.Connection, live);
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

    public override void BeginTransaction()
    {
        base.BeginTransaction();
        WasCommitted = false;
    }

    public override void CommitTransaction()
    {
        Send();
        _cancellationToken.ThrowIfCancellationRequested();
        if (Step is { } step)
            step.Committing = Transaction is not null;

        base.CommitTransaction();
    }

    public override void RollbackTransaction()
    {
        _queue.Clear();
        if (Transaction is null)
            return;
        if (_session.IsOurs)
        {
            base.RollbackTransaction();
            return;
        }

        // The server has rolled back by itself; there is nobody to ask.
        Transaction.Dispose();
        Transaction = null;
    }

    public override void Process(PerformDBOperationExpression expression)
    {
        Send();
        BeginStatement();
        SettingsMayHaveChanged = true;
        LockMayBeGone = true;
        try
        {
            _live.RunDelegate(() => expression.Operation?.Invoke(Connection, Transaction));
        }
        catch (Exception exception)
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

        var waits = Transaction is not null && StatementText.IsSingle(sql);
        if (!waits)
            Send();

        BeginStatement();
        SettingsMayHaveChanged |= StatementText.MayChangeSession(sql);
        LockMayBeGone |= StatementText.MayReleaseLocks(sql);
        if (waits)
        {
            _queue.Add(new(Step?.Statements ?? 0, sql));
            if (_queue.IsFull)
                Send();
            return;
        }

        try
        {
            Execute(sql, patient: Transaction is null && StatementText.MayBeConcurrent(sql));
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException or OperationCanceledException)
        {
            throw new StatementFailedException(Step?.Statements ?? 0, sql, exception);
        }
    }

    /// <summary>
    /// Runs a command of ours in the migration's transaction, after what is queued; or as a transaction of its own where there is none.
    /// </summary>
    /// <returns>The rows that it changed.</returns>
    public int Record(NpgsqlBatchCommand command)
    {
        Send(command);
        return (int)command.RecordsAffected;
    }

    /// <summary>Sets the session's settings again, if something may have changed them.</summary>
    public void RestoreSettings()
    {
        if (!SettingsMayHaveChanged)
            return;

        Execute(_settings.RestoreSql, patient: false);
        SettingsMayHaveChanged = false;
    }

    // FluentMigrator would open a lost connection again, without the lock.
    protected override void EnsureConnectionIsOpen()
    {
        if (!_session.IsOurs)
            throw new DeployLockLostException("The session was lost, and the deploy lock with it.");
    }

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

    private void Send(params ReadOnlySpan<NpgsqlBatchCommand> more)
    {
        EnsureConnectionIsOpen();
        _queue.Send((NpgsqlTransaction?)Transaction, more);
    }

    private void BeginStatement()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (Step is { } step)
            step.Statements++;
    }

    private void Execute(string sql, bool patient)
    {
        if (patient)
            Run("SET lock_timeout = 0");
        try
        {
            Run(sql);
        }
        finally
        {
            if (patient && _session.IsOurs)
                Run(_settings.LockTimeoutSql);
        }
    }

    private void Run(string sql)
    {
        using var command = NewCommand(sql);
        _live.Run(command.Cancel, command.ExecuteNonQuery);
    }

    private T Query<T>(string template, object[] args, Func<IDataReader, T> read)
    {
        Send();
        _cancellationToken.ThrowIfCancellationRequested();
        using var command = NewCommand(string.Format(CultureInfo.InvariantCulture, template, args));
        return _live.Run(command.Cancel, () =>
        {
            using var reader = command.ExecuteReader();
            return read(reader);
        });
    }

    private NpgsqlCommand NewCommand(string sql) =>
        new(sql, _session.Connection, (NpgsqlTransaction?)Transaction) { CommandTimeout = 0 };
}
