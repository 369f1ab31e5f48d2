using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Migrator.SchemaCheck;

/// <summary>Checks the schema before anything of the host starts, the web server included; lets it start, or stops it.</summary>
internal sealed class SchemaCheckService(
    IOptions<SchemaCheckOptions> options, IHostEnvironment environment, SchemaCheckState state, SchemaCheckMetrics metrics,
    ILogger<SchemaCheckService> logger, NpgsqlDataSource? dataSource = null, TimeProvider? time = null) : IHostedLifecycleService
{
    // Calm enough for a log that hundreds of replicas write.
    private static readonly TimeSpan BetweenMessages = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _ = metrics;
        var settings = options.Value;
        var manifest = settings.Manifest ?? SchemaManifest.FromAssembly(settings.ManifestAssembly ?? Assembly.GetEntryAssembly()!);
        var requirement = SchemaRequirement.Of(settings.ApplicationName ?? environment.ApplicationName, manifest, [.. settings.Tags]);
        await using var own = settings.ConnectionString is { } connection ? NpgsqlDataSource.Create(connection) : null;
        var source = own ?? dataSource ?? throw new InvalidOperationException(
            $"The schema check has no database: register an NpgsqlDataSource, or set {nameof(SchemaCheckOptions)}.{nameof(SchemaCheckOptions.ConnectionString)}.");

        var start = _time.GetTimestamp();
        var watcher = new SchemaWatcher(source.OpenConnectionAsync, requirement, settings.Locate(manifest.VersionTable), _time);
        var result = await watcher.WaitAsync(settings.Wait, WaitingLog(settings.Wait, start), cancellationToken).ConfigureAwait(false);
        state.Waited = _time.GetElapsedTime(start);
        state.Result = result;
        if (!result.IsGood || (result.Verdict == SchemaVerdict.Ahead && !settings.AcceptAhead))
            throw Failure(result);

        SchemaCheckLog.Good(logger, result.Sentence);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Action<SchemaCheckResult> WaitingLog(TimeSpan wait, long start)
    {
        var said = "";
        var saidAt = TimeSpan.Zero;
        return result =>
        {
            state.Result = result;
            var now = _time.GetElapsedTime(start);
            var sentence = result.Sentence;
            var deploy = result.DeploySentence;
            if (said == sentence + deploy && now - saidAt < BetweenMessages)
                return;

            (said, saidAt) = (sentence + deploy, now);
            SchemaCheckLog.Waiting(logger, sentence, deploy, (int)Math.Ceiling((wait - now).TotalSeconds));
        };
    }

    private static SchemaCheckFailedException Failure(SchemaCheckResult result)
    {
        var next = result.Verdict is SchemaVerdict.Behind or SchemaVerdict.Diverged ? $" {result.DeploySentence} Run: dotnet migrator up --target latest" : "";
        var failure = new SchemaCheckFailedException(result, result.Sentence + next);
        StopProcess.With(failure);
        return failure;
    }
}
