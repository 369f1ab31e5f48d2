using Migrator.Database.History;
using Migrator.Database.Locking;
using Migrator.Database.Session;
using Migrator.Errors;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Runs.Looking;

/// <summary>What <c>status</c> has to know of a database, of one moment: its history, and who is at work on it.</summary>
/// <param name="History">What it says of itself.</param>
/// <param name="Running">Who holds the deploy lock.</param>
/// <param name="RunningIsKnown">Whether that could be asked.</param>
/// <param name="Standby">How far the server is, if it only follows another.</param>
internal sealed record StatusLook(SchemaHistory History, LockHolder? Running, bool RunningIsKnown, StandbyState? Standby)
{
    /// <summary>Takes it in one round trip; in more where the tables are not there, or not those of today, and at a
    /// standby.</summary>
    /// <exception cref="RefusedException">The role cannot be taken, or may not read.</exception>
    /// <exception cref="UnfitTableException">The tables are none of ours.</exception>
    public static async Task<StatusLook> TakeAsync(
        DatabaseSession session, VersionTable table, DatabaseOptions options, CancellationToken cancellationToken)
    {
        var (look, isStandby) = await ReadAsync(session, table, options, cancellationToken).ConfigureAwait(false);
        if (!isStandby)
            return look;

        // A standby that cannot tell ends a transaction with its error.
        await session.ExecuteAsync("SAVEPOINT migrator_look", cancellationToken).ConfigureAwait(false);
        var standby = await StandbyState.ReadAsync(session.Connection, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("ROLLBACK TO SAVEPOINT migrator_look", cancellationToken).ConfigureAwait(false);
        return look with { Standby = standby, RunningIsKnown = false };
    }

    private static async Task<(StatusLook Look, bool IsStandby)> ReadAsync(
        DatabaseSession session, VersionTable table, DatabaseOptions options, CancellationToken cancellationToken)
    {
        var deployLock = new DeployLock(table);
        try
        {
            return await ReadAtOnceAsync(session, table, deployLock, options, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (!ConnectionLoss.Is(exception)
            && exception.SqlState is not (PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled))
        {
            // Whatever is missing, or not allowed, is told by those that ask one by one.
            await session.ExecuteAsync("ROLLBACK", cancellationToken).ConfigureAwait(false);
        }

        await session.BeginReadingAsync(options, cancellationToken).ConfigureAwait(false);
        var (_, history) = await LocatedHistory.ReadAsync(session, table, cancellationToken).ConfigureAwait(false);
        var isStandby = await session.IsStandbyAsync(cancellationToken).ConfigureAwait(false);
        var (running, known) = await deployLock.AskHolderAsync(session, cancellationToken).ConfigureAwait(false);
        return (new(history, running, known, null), isStandby);
    }

    private static async Task<(StatusLook Look, bool IsStandby)> ReadAtOnceAsync(
        DatabaseSession session, VersionTable table, DeployLock deployLock, DatabaseOptions options,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(session.Connection);
        foreach (var sql in (string[])[.. DatabaseSession.ReadingSql(options), DatabaseSession.UtcSql,
            $"SELECT {StandbyState.IsOneSql}", .. SchemaHistoryReader.SqlOfToday(table), deployLock.HolderSql])
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var isStandby = reader.GetBoolean(0);
        // Behind the question whether anything is hidden.
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var history = await SchemaHistoryReader.ReadAsync(reader, journal: true, cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return (new(history, await DeployLock.ReadHolderAsync(reader, cancellationToken).ConfigureAwait(false), true, null),
            isStandby);
    }
}
