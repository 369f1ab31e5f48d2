using System.Runtime.InteropServices;

namespace Migrator.Cli.Terminal;

/// <summary>
/// Ctrl-C and SIGTERM: the first cancels, so that the statement is stopped, the step rolled back and the lock released; the
/// second ends the process at once (the server then rolls back by itself).
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly TextWriter _error;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    /// <param name="error">Where the first signal is acknowledged.</param>
    public Signals(TextWriter error)
    {
        _error = error;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, ExitCode.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, ExitCode.Terminated));
    }

    public CancellationToken Token => _source.Token;

    /// <summary>The exit code of the signal that came first.</summary>
    public ExitCode ExitCode { get; private set; } = ExitCode.Interrupted;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context, ExitCode code)
    {
        if (_source.IsCancellationRequested)
            return;

        context.Cancel = true;
        ExitCode = code;
        _error.WriteLine("Cancelling; a second signal ends at once.");
        _source.Cancel();
    }
}
