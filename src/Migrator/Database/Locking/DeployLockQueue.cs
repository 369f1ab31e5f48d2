using Migrator.Database.Session;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.Locking;

/// <summary>
/// Waits for the deploy lock. It polls: a blocking waiter and the holder's CREATE INDEX CONCURRENTLY would deadlock.
/// </summary>
internal sealed class DeployLockQueue(
    DeployLock deployLock, DatabaseSession session, RunIdentity run, DatabaseOptions options, TimeProvider time, Action<MigrationProgress> report)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private int _ended;

    /// <summary>Takes the lock, trying again with growing pauses for as long as the options say.</summary>
    /// <returns>Null once it is taken, else the last holder.</returns>
    public async Task<LockHolder?> WaitAsync(CancellationToken cancellationToken)
    {
        if (await deployLock.TryTakeAsync(session.Connection, cancellationToken).ConfigureAwait(false))
            return null;
        if (options.Role is not { } role)
            return await QueueAsync(cancellationToken).ConfigureAwait(false);

        // The holder is most likely the same login role's: the role that owns the schema may neither see what it does nor end it.
        await session.ExecuteAsync("RESET ROLE", cancellationToken).ConfigureAwait(false);
        var holder = await QueueAsync(cancellationToken).ConfigureAwait(false);
        if (holder is null)
            await session.SetRoleAsync(role, cancellationToken).ConfigureAwait(false);

        return holder;
    }

    private async Task<LockHolder?> QueueAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var backoff = new Backoff(FirstPause, LongestPause);
        LockHolder? holder = null;
        while (true)
        {
            var current = await deployLock.FindHolderAsync(session.Connection, cancellationToken).ConfigureAwait(false);
            if (current is not null && (current.Pid != holder?.Pid || current.IsOrphan != holder.IsOrphan))
                report(new MigrationProgress.WaitingForLock(current));
            holder = current ?? holder;
            if (current is not null && MustEnd(current))
                await EndAsync(current, cancellationToken).ConfigureAwait(false);

            var left = options.LockWait - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                return holder ?? new LockHolder(0, null, null, null, null);

            await Task.Delay(backoff.Next(left), time, cancellationToken).ConfigureAwait(false);
            if (await deployLock.TryTakeAsync(session.Connection, cancellationToken).ConfigureAwait(false))
                return null;
        }
    }

    // A lost session of our own run is ended without asking: nobody else waits for it.
    private bool MustEnd(LockHolder holder) =>
        holder.Pid != _ended && (holder.ApplicationName == run.ApplicationName || options.TerminateOrphans && holder.IsOrphan);

    private async Task EndAsync(LockHolder holder, CancellationToken cancellationToken)
    {
        _ended = holder.Pid;
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_catalog.pg_terminate_backend($1)", session.Connection);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = holder.Pid });
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            report(new MigrationProgress.Note($"Ended what was left of {holder}."));
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            report(new MigrationProgress.Note($"{session.Identity.User} may not end {holder}: {exception.MessageText}."));
        }
    }
}
