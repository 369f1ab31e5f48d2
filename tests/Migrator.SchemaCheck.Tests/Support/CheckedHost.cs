using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Migrator.SchemaCheck.Tests.Support;

/// <summary>A host with the schema check and one other service, as an application has them.</summary>
internal sealed class CheckedHost : IDisposable
{
    private readonly Other _other = new();

    public CheckedHost(Action<SchemaCheckOptions> configure, Action<HostApplicationBuilder>? more = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "Shop" });
        builder.Logging.AddProvider(Log);
        // First: what it needs has to be there all the same.
        builder.Services.AddSingleton<IHostedService>(_other);
        builder.Services.AddSchemaCheck(configure);
        more?.Invoke(builder);
        Host = builder.Build();
    }

    public IHost Host { get; }

    public LogLines Log { get; } = new();

    /// <summary>Whether the other service was started.</summary>
    public bool HasStarted => _other.HasStarted;

    public SchemaCheckState State => Host.Services.GetRequiredService<SchemaCheckState>();

    public Task StartAsync(CancellationToken? cancellationToken = null) =>
        Host.StartAsync(cancellationToken ?? TestContext.Current.CancellationToken);

    /// <summary>Starts it, which must fail with this code and log one message without a stack trace; gives the message.</summary>
    public async Task<string> FailsAsync(int exitCode, CancellationToken? cancellationToken = null)
    {
        var exception = await Assert.ThrowsAsync<SchemaCheckFailedException>(() => StartAsync(cancellationToken));

        Assert.Equal((exitCode, exitCode), (exception.ExitCode, Environment.ExitCode));
        Assert.False(HasStarted);
        Assert.Equal(exception.Message, exception.ToString());
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Equal($"Error: Hosting failed to start\n{exception.Message}",
            Assert.Single(Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal)));
        return exception.Message;
    }

    public void Dispose()
    {
        // It was the test run's own.
        Environment.ExitCode = 0;
        Host.Dispose();
    }

    private sealed class Other : IHostedService
    {
        public bool HasStarted { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            HasStarted = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
