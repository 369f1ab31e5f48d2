using System.Data;
using Migrator.Database.Session;
using Migrator.Sql.Texts;
using Npgsql;

namespace Migrator.Statements.Sending;

/// <summary>Sends SQL on the run's session, where a signal reaches it; waits for its end.</summary>
internal sealed class SqlSender(DatabaseSession session, SessionSettings settings, RunningStatement live)
{
    /// <summary>The session's connection.</summary>
    /// <exception cref="DeployLockLostException">It is no longer the one that holds the lock.</exception>
    public NpgsqlConnection Connection => session.IsOurs ? session.Connection
        : throw new DeployLockLostException("The session was lost, and the deploy lock with it.");

    /// <summary>How often the server was asked so far.</summary>
    public int RoundTrips { get; private set; }

    /// <summary>Executes a text, which may hold several statements, and rows of a COPY.</summary>
    public void Execute(string sql, NpgsqlTransaction? transaction = null, bool heedsCaller = true, bool patient = false)
    {
        foreach (var piece in TextPiece.Of(sql) ?? [new(sql, null)])
        {
            if (piece.Copy is not null)
                Copy(piece, heedsCaller);
            else
                ExecuteWhole(piece.Sql, transaction, heedsCaller, patient);
        }
    }

    /// <summary>Executes commands in one round trip; outside a transaction they are one.</summary>
    public void Execute(NpgsqlBatch batch) => Ask(batch.ExecuteNonQueryAsync);

    /// <summary>Executes a command; outside a transaction it is one.</summary>
    /// <returns>The rows that it changed.</returns>
    public int Execute(NpgsqlBatchCommand command)
    {
        using var batch = new NpgsqlBatch(Connection) { Timeout = 0 };
        batch.BatchCommands.Add(command);
        Execute(batch);
        return (int)command.RecordsAffected;
    }

    /// <summary>Executes a command and gives the first value of its first row.</summary>
    public object? Scalar(NpgsqlBatchCommand command) => Ask(async token =>
    {
        var batch = new NpgsqlBatch(Connection) { Timeout = 0 };
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(command);
        return await batch.ExecuteScalarAsync(token).ConfigureAwait(false);
    });

    /// <summary>Executes a statement that may wait for locks without being timed out of it: it blocks nobody meanwhile.</summary>
    public void ExecutePatiently(string sql)
    {
        Execute("SET lock_timeout = 0");
        try
        {
            Execute(sql, patient: true);
        }
        finally
        {
            if (session.IsOurs)
                RestoreLockTimeout();
        }
    }

    /// <summary>Puts the session's own lock timeout back.</summary>
    public void RestoreLockTimeout() => Execute(settings.LockTimeoutSql, heedsCaller: false);

    /// <summary>Asks, and reads the answer.</summary>
    public T Read<T>(string sql, NpgsqlTransaction? transaction, Func<IDataReader, T> read, bool heedsCaller = true) =>
        Read(NewCommand(sql, transaction), read, heedsCaller);

    /// <summary>Asks with a command, which is then disposed, and reads the answer.</summary>
    public T Read<T>(NpgsqlCommand command, Func<IDataReader, T> read, bool heedsCaller = true) =>
        Ask(async token =>
        {
            await using var _ = command.ConfigureAwait(false);
            var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
            await using var __ = reader.ConfigureAwait(false);
            return read(reader);
        }, heedsCaller);

    private void ExecuteWhole(string sql, NpgsqlTransaction? transaction, bool heedsCaller, bool patient) =>
        Ask(async token =>
        {
            if (SqlCommands.HaveBody(sql))
                return await ExecuteAsync(SqlCommands.Of(sql), transaction, token).ConfigureAwait(false);

            var command = NewCommand(sql, transaction);
            await using var _ = command.ConfigureAwait(false);
            return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
        }, heedsCaller, patient);

    private void Copy(TextPiece piece, bool heedsCaller)
    {
        RoundTrips++;
        live.Run(async token =>
        {
            await CopyIn.ExecuteAsync(Connection, piece, token).ConfigureAwait(false);
            return true;
        }, heedsCaller, asksServer: true);
    }

    private async Task<int> ExecuteAsync(IEnumerable<NpgsqlBatchCommand> commands, NpgsqlTransaction? transaction,
        CancellationToken token)
    {
        var batch = new NpgsqlBatch(Connection, transaction) { Timeout = 0 };
        await using var _ = batch.ConfigureAwait(false);
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        return await batch.ExecuteNonQueryAsync(token).ConfigureAwait(false);
    }

    private NpgsqlCommand NewCommand(string sql, NpgsqlTransaction? transaction) =>
        new(sql, Connection, transaction) { CommandTimeout = 0 };

    private T Ask<T>(Func<CancellationToken, Task<T>> command, bool heedsCaller = true, bool patient = false)
    {
        RoundTrips++;
        return live.Run(command, heedsCaller, patient);
    }
}
