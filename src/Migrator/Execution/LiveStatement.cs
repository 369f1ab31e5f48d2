using Npgsql;

namespace Migrator.Execution;

/// <summary>
/// The statement that the server works on now, so that a signal can reach it from another thread. FluentMigrator knows no
/// cancellation; this is where it gets it.
/// </summary>
internal sealed class LiveStatement : IDisposable
{
    // A cancel request may arrive between two statements and hit nothing: it is sent again until the run has stopped.
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);

    private readonly string _connectionString;
    private readonly int _backendPid;
    private readonly Lock _gate = new();
    private readonly CancellationTokenRegistration _registration;
    private Action? _cancel;
    private bool _inDelegate;
    private Timer? _timer;

    /// <summary>Watches <paramref name="cancellationToken"/> for the length of a run.</summary>
    /// <param name="connectionString">For a second connection, when a migration's own code talks to the server.</param>
    /// <param name="backendPid">The session's server process.</param>
    /// <param name="cancellationToken">What cancels.</param>
    public LiveStatement(string connectionString, int backendPid, CancellationToken cancellationToken)
    {
        _connectionString = connectionString;
        _backendPid = backendPid;
        _registration = cancellationToken.Register(Start);
    }

    /// <summary>Runs a command of ours; it is cancelled if a signal comes.</summary>
    /// <param name="cancel">The command's own cancellation.</param>
    /// <param name="action">What runs it.</param>
    public T Run<T>(Action cancel, Func<T> action)
    {
        Set(cancel, inDelegate: false);
        try
        {
            return action();
        }
        finally
        {
            Set(null, inDelegate: false);
        }
    }

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

    public void Dispose()
    {
        _registration.Dispose();
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            _cancel = null;
            _inDelegate = false;
        }
    }

    private void Set(Action? cancel, bool inDelegate)
    {
        lock (_gate)
            (_cancel, _inDelegate) = (cancel, inDelegate);
    }

    private void Start()
    {
        lock (_gate)
            _timer ??= new Timer(_ => Cancel(), null, TimeSpan.Zero, Again);
    }

    private void Cancel()
    {
        lock (_gate)
        {
            try
            {
                if (_cancel is { } cancel)
                    cancel();
                else if (_inDelegate)
                    CancelBackend();
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
            {
                // The server could not be asked; the next tick asks again, and the session's own end stops the work in any case.
            }
        }
    }

    private void CancelBackend()
    {
        using var source = NpgsqlDataSource.Create(_connectionString);
        using var command = source.CreateCommand($"SELECT pg_catalog.pg_cancel_backend({_backendPid})");
        command.ExecuteNonQuery();
    }
}
