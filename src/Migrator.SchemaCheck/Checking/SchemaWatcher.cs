using Npgsql;

namespace Migrator.SchemaCheck;

/// <summary>
/// Looks whether a database has what a build needs, and waits until it has. The application's check and
/// <c>dotnet migrator wait</c>
/// are this.
/// </summary>
public sealed class SchemaWatcher
{
    // Quick at first, since a deploy step often ends in this moment; calm later, since hundreds of pods may wait.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromSeconds(1);

    private Func<CancellationToken, ValueTask<NpgsqlConnection>> _open;
    private readonly SchemaRequirement _requirement;
    private readonly VersionTable _table;
    private readonly TimeProvider _time;

    /// <summary>Creates a watcher; nothing is opened yet.</summary>
    /// <param name="open">Opens a connection; it is closed after each look.</param>
    /// <param name="requirement">What is needed.</param>
    /// <param name="table">Where the applied versions are.</param>
    /// <param name="time">The clock of the pauses; null for the system's.</param>
    public SchemaWatcher(
        Func<CancellationToken, ValueTask<NpgsqlConnection>> open, SchemaRequirement requirement, VersionTable table,
        TimeProvider? time = null)
    {
        _open = open;
        _requirement = requirement;
        _table = table;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>How long a look may take. It is a query of milliseconds: a server that takes longer has other troubles, and may
    /// answer next time.</summary>
    internal TimeSpan AnswerTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Opens a connection where the first way leads to a server that refuses: then it is the way from then on. Null for
    /// none.</summary>
    internal Func<CancellationToken, ValueTask<NpgsqlConnection>>? OpenOtherwise { get; init; }

    /// <summary>Looks once. That the database cannot be asked is a verdict, too, and no exception.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Task<SchemaCheckResult> LookAsync(CancellationToken cancellationToken = default) =>
        LookAsync(AnswerTime, cancellationToken);

    private Task<SchemaCheckResult> LookAsync(TimeSpan longest, CancellationToken cancellationToken) =>
        InvariantCulture.RunAsync(() => LookEitherWayAsync(longest, cancellationToken));

    private async Task<SchemaCheckResult> LookEitherWayAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var result = await LookOnceAsync(longest, cancellationToken).ConfigureAwait(false);
        if (result.Verdict != SchemaVerdict.Unreadable || OpenOtherwise is not { } otherwise || _open == otherwise)
            return result;

        _open = otherwise;
        return await LookOnceAsync(longest, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SchemaCheckResult> LookOnceAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        try
        {
            return await ReadAsync(limit.Token).OrLeaveAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unreachable("no answer in time");
        }
        catch (Exception exception) when (ConnectionTrouble.IsOne(exception) && !cancellationToken.IsCancellationRequested)
        {
            return exception switch
            {
                // A database that the deploy is still to create.
                PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                    Unreachable(ConnectionTrouble.Reason(exception)),
                PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } => Unreadable(
                    $"{ConnectionTrouble.Reason(exception)}. Its role needs USAGE on schema {Identifier.Quote(_table.Schema)}, "
                    + $"and SELECT on "
                    + $"{_table.QuotedName} and {_table.QuotedJournalName}."),
                // Its advice is for who deploys.
                UnfitTableException unfit => Unreadable(unfit.Fault),
                // Of several hosts, those that did not answer are not asked again for a while: then none is left.
                _ when ConnectionTrouble.IsPassing(exception) || ConnectionTrouble.IsNoSuitableHost(exception) =>
                    Unreachable(ConnectionTrouble.Reason(exception)),
                _ => Unreadable(ConnectionTrouble.Reason(exception)),
            };
        }
    }

    /// <summary>Looks until the verdict is one that waiting cannot change, or the time is over.</summary>
    /// <param name="wait">How long; zero looks once.</param>
    /// <param name="waiting">Told each look after which it goes on waiting; null for nobody.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<SchemaCheckResult> WaitAsync(
        TimeSpan wait, Action<SchemaCheckResult>? waiting = null, CancellationToken cancellationToken = default)
    {
        var start = _time.GetTimestamp();
        var backoff = new Backoff(FirstPause, LongestPause);
        var wasDirty = false;
        while (true)
        {
            var result = await LookAsync(LongestLook(wait, wait - _time.GetElapsedTime(start)), cancellationToken)
                .ConfigureAwait(false);
            var left = wait - _time.GetElapsedTime(start);
            if (result.Verdict == SchemaVerdict.Dirty && !wasDirty)
            {
                // A deploy gives up its lock a moment after its last record: only what is still so a moment later was left
                // behind.
                wasDirty = true;
                left = FirstPause;
            }
            else if (!result.Verdict.MayPass() || left <= TimeSpan.Zero)
            {
                return result;
            }
            else
            {
                wasDirty = false;
                waiting?.Invoke(result);
            }

            await Task.Delay(backoff.Next(left), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    // A look ends with the wait, and the last one has its moment; where nobody waits, it has all its time.
    private TimeSpan LongestLook(TimeSpan wait, TimeSpan left) => wait <= TimeSpan.Zero || left > AnswerTime ? AnswerTime
        : left > ShortestLook ? left : ShortestLook < AnswerTime ? ShortestLook : AnswerTime;

    private async Task<SchemaCheckResult> ReadAsync(CancellationToken cancellationToken)
    {
        var connection = await _open(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var difference = await SchemaDifferenceReader.ReadAsync(connection, _requirement, _table, cancellationToken)
            .ConfigureAwait(false);
        return new(_requirement, difference.Judge(_requirement), difference);
    }

    internal SchemaCheckResult Unreachable(string reason) => new(_requirement, SchemaVerdict.Unreachable, Reason: reason);

    private SchemaCheckResult Unreadable(string reason) => new(_requirement, SchemaVerdict.Unreadable, Reason: reason);
}
