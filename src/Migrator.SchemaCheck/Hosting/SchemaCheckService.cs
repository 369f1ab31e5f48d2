using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Migrator.SchemaCheck;

/// <summary>Checks the schema before anything of the host starts, the web server included; lets it start, or stops it.</summary>
internal sealed class SchemaCheckService(
    IServiceProvider services, SchemaCheckState state, SchemaCheckMetrics metrics, ILogger<SchemaCheckService> logger,
    TimeProvider? time = null)
    : IHostedLifecycleService
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _ = metrics;
        var (watcher, options) = Setup();
        var waiting = new WaitingLog(logger, state, options, _time);
        var start = _time.GetTimestamp();
        SchemaCheckResult result;
        try
        {
            result = await watcher.WaitAsync(options.Wait, waiting.Report, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Somebody stops a process that waits: no fault, but it has not started either.
            result = state.Result ?? watcher.Unreachable("it has not answered yet");
            throw Failed(new(result, $"{result.Sentence} Stopped while waiting for it."));
        }
        finally
        {
            state.Waited = _time.GetElapsedTime(start);
        }

        state.Result = result;
        if (!result.IsGood)
            throw Failed(new(result, SchemaCheckText.Found(result) + SchemaCheckText.Next(result, options.DeployCommand)));
        if (result.Verdict == SchemaVerdict.Ahead && !options.AcceptAhead)
            throw Failed(new(result, $"{result.Sentence} It does not start on such a database "
                + $"({nameof(SchemaCheckOptions.AcceptAhead)})."));

        SchemaCheckLog.Good(logger, result.Sentence);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private (SchemaWatcher Watcher, SchemaCheckOptions Options) Setup()
    {
        try
        {
            return (services.GetRequiredService<SchemaWatcher>(),
                services.GetRequiredService<IOptions<SchemaCheckOptions>>().Value);
        }
        catch (Exception exception) when (exception is ManifestException or OptionsValidationException or ArgumentException
            or InvalidOperationException)
        {
            throw Failed(new($"The schema cannot be checked: {exception.Message}", exception));
        }
    }

    private static SchemaCheckFailedException Failed(SchemaCheckFailedException failure)
    {
        StopProcess.With(failure);
        return failure;
    }
}
