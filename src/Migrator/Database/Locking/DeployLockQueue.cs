using Migrator.Database.Session;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.Locking;

/// <summary>How waiting for the deploy lock ended.</summary>
/// <param name="Taken">Whether it was taken.</param>
/// <param name="Holder">Else who held it last; null if nobody was seen.</param>
internal sealed record DeployLockWait(bool Taken, LockHolder? Holder)
{
    /// <summary>It was taken.</summary>
    public static DeployLockWait Had { get; } = new(Taken: true, null);
}

/// <summary>
/// Waits for the deploy lock. It polls: a blocking waiter and the holder's CREATE INDEX CONCURRENTLY would deadlock.
/// </summary>
internal sealed class DeployLockQueue(
    DeployLock deployLock, DatabaseSession session, RunIdentity run, DatabaseOptions options, TimeProvider time,
    Action<MigrationProgress> report)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private int _ended;

    /// <summary>Takes the lock, trying again with growing pauses for as long as the options say.</summary>
    public async Task<DeployLockWait> WaitAsync(CancellationToken cancellationToken)
    {
        if (await deployLock.TryTakeAsync(session.Connection, cancellationToken).ConfigureAwait(false))
            return DeployLockWait.Had;
        if (options.Role is not { } role)
            return await QueueAsync(cancellationToken).ConfigureAwait(false);

        // The holder is most likely the same login role's: the role that owns the schema may neither see what it does nor end it.
        await session.ExecuteAsync("RESET ROLE", cancellationToken).ConfigureAwait(false);
        var wait = await QueueAsync(cancellationToken).ConfigureAwait(false);
        if (wait.Taken)
            await session.SetRoleAsync(role, cancellationToken).ConfigureAwait(false);

        return wait;
    }

    private async Task<DeployLockWait> QueueAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var backoff = new Backoff(FirstPause, LongestPause);
        LockHolder? holder = null;
        while (true)
        {
            var current = await FindHolderAsync(cancellationToken).ConfigureAwait(false);
            if (current is not null && (current.Pid != holder?.Pid || current.IsOrphan != holder.IsOrphan))
                report(new MigrationProgress.WaitingForLock(current));
            holder = current ?? holder;
            if (current is not null && MustEnd(current))
                await EndAsync(current, cancellationToken).ConfigureAwait(false);

            var left = options.LockWait - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                return new(Taken: false, holder);

            await Task.Delay(backoff.Next(left), time, cancellationToken).ConfigureAwait(false);
            if (await deployLock.TryTakeAsync(session.Connection, cancellationToken).ConfigureAwait(false))
                return DeployLockWait.Had;
        }
    }

    // Whose it is, is not everybody's to see.
    private async Task<LockHolder?> FindHolderAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await deployLock.FindHolderAsync(session.Connection, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException denied) when (denied.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
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
