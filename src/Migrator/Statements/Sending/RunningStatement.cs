using System.Diagnostics;
using Npgsql;

namespace Migrator.Statements.Sending;

/// <summary>
/// The statement that the server works on now, so that a signal can reach it from another thread and the observer can tell how
/// long it takes. FluentMigrator knows no cancellation; this is where it gets it.
/// </summary>
/// <remarks>
/// A stop first asks the server to cancel; where that changes nothing within Npgsql's <c>Cancellation Timeout</c> (2 s), or the
/// server cannot be asked, the connection is closed, and the server ends the work by itself.
/// </remarks>
internal sealed class RunningStatement : IDisposable
{
    // A delegate's commands are not ours to stop, nor does Npgsql cancel a copy: the server is asked again until they have ended.
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);

    private readonly string _connectionString;
    private readonly int _backendPid;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _silence = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly Lock _gate = new();
    private CancellationTokenSource? _current;
    private long? _since;
    private bool _inDelegate;
    private bool _released;
    private Timer? _timer;

    /// <summary>Watches <paramref name="caller"/> for the length of a session.</summary>
    /// <param name="connectionString">For a second connection, when a migration's own code talks to the server.</param>
    /// <param name="backendPid">The session's server process.</param>
    /// <param name="caller">What cancels.</param>
    public RunningStatement(string connectionString, int backendPid, CancellationToken caller)
    {
        _connectionString = connectionString;
        _backendPid = backendPid;
        _caller = caller;
        _registration = caller.Register(CancelDelegate);
    }

    /// <summary>Why a statement was stopped from our side since <see cref="Forget"/>.</summary>
    public StopReason Reason { get; private set; }

    /// <summary>How long the live statement has been running; null if there is none.</summary>
    public TimeSpan? Running
    {
        get
        {
            lock (_gate)
                return _since is { } since ? Stopwatch.GetElapsedTime(since) : null;
        }
    }

    /// <summary>Whether the live statement waits for locks without a limit of the server's: the budget is then ours to
    /// keep.</summary>
    public bool IsPatient { get; private set; }

    /// <summary>Runs a command of ours to its end, or until it is stopped.</summary>
    /// <param name="command">The command; its token is what stops it.</param>
    /// <param name="heedsCaller">False for what must not be cut short, such as a ROLLBACK.</param>
    /// <param name="patient">See <see cref="IsPatient"/>.</param>
    /// <param name="asksServer">Whether the command cannot ask the server itself to cancel it.</param>
    public T Run<T>(Func<CancellationToken, Task<T>> command, bool heedsCaller = true, bool patient = false,
        bool asksServer = false)
    {
        using var stop = heedsCaller && !_released
            ? CancellationTokenSource.CreateLinkedTokenSource(_caller, _silence.Token)
            : CancellationTokenSource.CreateLinkedTokenSource(_silence.Token);
        IsPatient = patient;
        Set(stop, inDelegate: asksServer && heedsCaller);
        try
        {
            return command(stop.Token).GetAwaiter().GetResult();
        }
        catch when (stop.IsCancellationRequested && Reason == StopReason.None)
        {
            Reason = _silence.IsCancellationRequested ? StopReason.Silence : StopReason.Cancelled;
            throw;
        }
        finally
        {
            Set(null, inDelegate: false);
        }
    }

    /// <summary>Another attempt begins: what was stopped before is past.</summary>
    public void Forget() => Reason = StopReason.None;

    /// <summary>Runs a migration's own code, whose commands are not known here.</summary>
    public void RunDelegate(Action action)
    {
        Set(null, inDelegate: true);
        try
        {
            action();
        }
        finally
        {
            Set(null, inDelegate: false);
        }
    }

    /// <summary>Waits between two attempts, which counts as work in hand: others must see that this run is alive.</summary>
    public void Wait(Action action)
    {
        lock (_gate)
            _since = Stopwatch.GetTimestamp();
        try
        {
            action();
        }
        finally
        {
            Set(null, inDelegate: false);
        }
    }

    /// <summary>Stops the live statement, if there is one.</summary>
    public void Stop(StopReason reason)
    {
        CancellationTokenSource? stop;
        lock (_gate)
        {
            stop = reason == StopReason.Silence ? _silence : _current;
            if (stop is null)
                return;
            Reason = reason;
        }

        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    /// <summary>From here on the caller's signal stops nothing: the run ends in any case, and its last words must not be
    /// hit.</summary>
    public void Release()
    {
        _registration.Dispose();
        lock (_gate)
        {
            _released = true;
            _timer?.Dispose();
            _timer = null;
        }
    }

    public void Dispose()
    {
        Release();
        _silence.Dispose();
    }

    private void Set(CancellationTokenSource? current, bool inDelegate)
    {
        lock (_gate)
        {
            (_current, _inDelegate, _since) = (current, inDelegate,
                current is not null || inDelegate ? Stopwatch.GetTimestamp() : null);
        }
    }

    private void CancelDelegate()
    {
        lock (_gate)
        {
            if (!_released)
                _timer ??= new Timer(_ => CancelBackend(), null, TimeSpan.Zero, Again);
        }
    }

    private void CancelBackend()
    {
        lock (_gate)
        {
            if (!_inDelegate)
                return;
        }

        try
        {
            using var source = NpgsqlDataSource.Create(_connectionString);
            using var command = source.CreateCommand($"SELECT pg_catalog.pg_cancel_backend({_backendPid})");
            command.ExecuteNonQuery();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
        {
            // The server could not be asked; the next tick asks again, and the session's own end stops the work in any case.
        }
    }
}
