using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Migrator.FluentRunner.Injection;

/// <summary>
/// The loggers that migrations get: those of whatever factory is registered, but silent while a migration is only asked for its SQL
/// beside what is wanted. What FluentMigrator itself logs of each statement is not passed on: the run tells that.
/// </summary>
internal sealed class QuietLoggers(ILoggerFactory inner) : ILoggerFactory
{
    private const string FluentMigrators = "FluentMigrator.Runner";

    [ThreadStatic]
    private static int _pauses;

    /// <summary>Puts them before the factory that is registered.</summary>
    public static void Add(IServiceCollection services)
    {
        var registered = services.Last(one => one.ServiceType == typeof(ILoggerFactory) && !one.IsKeyedService);
        var key = new object();
        services.Add(registered switch
        {
            { ImplementationInstance: { } instance } => new(typeof(ILoggerFactory), key, instance),
            { ImplementationFactory: { } factory } => new(typeof(ILoggerFactory), key, (provider, _) => factory(provider),
                registered.Lifetime),
            _ => new ServiceDescriptor(typeof(ILoggerFactory), key, registered.ImplementationType!, registered.Lifetime),
        });
        services.AddSingleton<ILoggerFactory>(provider =>
            new QuietLoggers(provider.GetRequiredKeyedService<ILoggerFactory>(key)));
    }

    /// <summary>Nothing that this thread logs is heard until it is disposed of.</summary>
    public static IDisposable Pause() => new Paused();

    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith(FluentMigrators, StringComparison.Ordinal) ? NullLogger.Instance
            : new Quiet(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    // The container disposes of the one behind.
    public void Dispose()
    {
    }

    private sealed class Quiet(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => _pauses == 0 && logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (_pauses == 0)
                logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }

    private sealed class Paused : IDisposable
    {
        public Paused() => _pauses++;

        public void Dispose() => _pauses--;
    }
}
