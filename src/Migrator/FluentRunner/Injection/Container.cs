using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Migrator.FluentRunner.Injection;

/// <summary>Services as long as something is asked of them: one scope, as FluentMigrator's runner has it, and what is disposable
/// among them is disposed of with it.</summary>
internal sealed class Container : IDisposable, IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly AsyncServiceScope _scope;

    /// <param name="services">What there is.</param>
    public Container(IServiceCollection services)
    {
        _provider = services.BuildServiceProvider();
        _scope = _provider.CreateAsyncScope();
    }

    /// <summary>What is in it.</summary>
    public IServiceProvider Services => _scope.ServiceProvider;

    /// <summary>A service of it.</summary>
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    // Some services know only the other way.
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        var logger = _provider.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(Migrator));
        await EndAsync(_scope, logger).ConfigureAwait(false);
        await EndAsync(_provider, logger).ConfigureAwait(false);
    }

    // What was done is done, whatever a service makes of its end.
    private static async Task EndAsync(IAsyncDisposable ending, ILogger logger)
    {
        try
        {
            await ending.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogWarning("A service of the migrations failed at its end: {Type}: {Message}", exception.GetType().Name,
                exception.Message);
        }
    }
}
