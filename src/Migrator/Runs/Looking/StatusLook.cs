using Migrator.Database.Locking;
using Migrator.Database.Session;
using Migrator.Errors;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Runs.Looking;

/// <summary>What <c>status</c> has to know of a database, of one moment: its history, and who is at work on it.</summary>
internal static class StatusLook
{
    /// <summary>Reads it in one round trip; in more where the tables are not there, or not those of today.</summary>
    /// <exception cref="RefusedException">The role cannot be taken.</exception>
    public static async Task<(SchemaHistory History, LockHolder? Running)> TakeAsync(
        DatabaseSession session, VersionTable table, DatabaseOptions options, CancellationToken cancellationToken)
    {
        var deployLock = new DeployLock(table);
        try
        {
            return await ReadAsync(session, table, deployLock, options, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (!ConnectionLoss.Is(exception)
            && exception.SqlState is not (PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled))
        {
            // Whatever is missing, or not allowed, is told by those that ask one by one.
            await session.ExecuteAsync("ROLLBACK", cancellationToken).ConfigureAwait(false);
        }

        await session.BeginReadingAsync(options, cancellationToken).ConfigureAwait(false);
        return (await SchemaHistoryReader.ReadAsync(session.Connection, table, cancellationToken).ConfigureAwait(false),
            await deployLock.FindHolderAsync(session.Connection, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<(SchemaHistory, LockHolder?)> ReadAsync(
        DatabaseSession session, VersionTable table, DeployLock deployLock, DatabaseOptions options,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(session.Connection);
        foreach (var sql in (string[])[.. DatabaseSession.ReadingSql(options), DatabaseSession.UtcSql,
            .. SchemaHistoryReader.SqlOfToday(table), deployLock.HolderSql])
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        // Behind the question whether anything is hidden.
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var history = await SchemaHistoryReader.ReadAsync(reader, journal: true, cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return (history, await DeployLock.ReadHolderAsync(reader, cancellationToken).ConfigureAwait(false));
    }
}
