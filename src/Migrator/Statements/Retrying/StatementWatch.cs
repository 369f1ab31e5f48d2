using System.Net.Sockets;
using Migrator.Database.Connecting;
using Migrator.Database.Session;
using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Statements.Retrying;

/// <summary>
/// Watches the live statement through a second connection, opened only once a statement takes long: says how far it is and who
/// blocks it, ends one that waits for locks beyond the budget, and notices a server that has fallen silent. Its own loss never
/// disturbs the run.
/// </summary>
internal sealed class StatementWatch : IAsyncDisposable
{
    // Well before the lock timeout (1 s) is over, since opening takes its time, too; most statements have ended by then.
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(15);

    // As long as keepalives of 30 s and 3 times 10 s would need on an idle connection.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private readonly RunTerms _terms;
    private readonly string _connectionString;
    private readonly int _backendPid;
    private readonly RunningStatement _live;
    private readonly CancellationTokenSource _end = new();
    private Task _watching = Task.CompletedTask;
    private Blockage? _blockage;
    private TimeSpan _blockedFor;

    /// <param name="terms">The run's.</param>
    /// <param name="connectionString">Of an observer: see <see cref="ConnectionSettings.ForObserver"/>.</param>
    /// <param name="backendPid">The server process to watch.</param>
    /// <param name="live">What it works on.</param>
    public StatementWatch(RunTerms terms, string connectionString, int backendPid, RunningStatement live)
    {
        _terms = terms;
        _connectionString = connectionString;
        _backendPid = backendPid;
        _live = live;
    }

    /// <summary>Begins to watch.</summary>
    public void Start() => _watching = Task.Run(WatchAsync);

    /// <summary>What the live or the last statement was seen waiting for; null if nothing was seen.</summary>
    public Blockage? TakeBlockage() => Interlocked.Exchange(ref _blockage, null);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task WatchAsync()
    {
        SessionObserver? observer = null;
        long contact = 0;
        try
        {
            while (true)
            {
                await Task.Delay(observer is null ? Tick : Between, _terms.Time, _end.Token).ConfigureAwait(false);
                if (observer is null && !(_live.Running > Long))
                    continue;

                try
                {
                    if (observer is null)
                    {
                        observer = await SessionObserver.OpenAsync(_connectionString, _backendPid, _end.Token)
                            .ConfigureAwait(false);
                        contact = _terms.Time.GetTimestamp();
                    }

                    var (blockage, progress) = await observer.LookAsync(_end.Token).ConfigureAwait(false);
                    contact = _terms.Time.GetTimestamp();
                    Tell(blockage, progress);
                }
                catch (Exception exception) when (exception is NpgsqlException or SocketException or TimeoutException
                    or IOException or InvalidOperationException)
                {
                    if (observer is not null)
                        await observer.DisposeAsync().ConfigureAwait(false);
                    observer = null;
                    // Only who was heard before can fall silent: a second connection may never have been possible.
                    if (contact != 0 && IsSilence(exception))
                    {
                        if (_live.Running > Silence && _terms.Time.GetElapsedTime(contact) > Silence)
                            _live.Stop(StopReason.Silence);
                        continue;
                    }

                    await Task.Delay(AfterTrouble, _terms.Time, _end.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The run is over.
        }
        finally
        {
            if (observer is not null)
                await observer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Tell(Blockage? blockage, StatementProgress? progress)
    {
        if (_live.Running is not { } running)
            return;

        // What it is stopped for stays known while it ends.
        if (_live.Reason == StopReason.LockBudget)
            return;

        _blockedFor = blockage is null ? TimeSpan.Zero : _blockedFor + Between;
        Volatile.Write(ref _blockage, blockage);
        _terms.Report(new MigrationProgress.StatementRunning(running, blockage, progress));
        if (_live.IsPatient && _blockedFor >= _terms.LockBudget.Left)
            _live.Stop(StopReason.LockBudget);
    }

    private static bool IsSilence(Exception exception) =>
        exception is TimeoutException or { InnerException: TimeoutException } or
        { InnerException: SocketException { SocketErrorCode: SocketError.TimedOut } };
}
