using FluentMigrator;
using FluentMigrator.Runner.Initialization;
using FluentMigrator.Runner.Processors;
using Microsoft.Extensions.DependencyInjection;
using Migrator.FluentRunner.Loading;

namespace Migrator.FluentRunner.Rendering;

/// <summary>What stands for a run's own services where there is no run: whatever a migration asks of them makes it opaque.</summary>
internal static class OfflineServices
{
    public static IServiceCollection AddRendering(this IServiceCollection services, SqlGenerator choice) =>
        services.AddGenerator(choice)
            .AddScoped<IConnectionStringAccessor, UnknownConnectionString>()
            .AddScoped(provider => ActivatorUtilities.CreateInstance<RenderingProcessor>(provider, new NoConnectionString()))
            .AddScoped<IMigrationProcessor>(provider => provider.GetRequiredService<RenderingProcessor>())
            .AddScoped<IProcessorAccessor, ProcessorOfRendering>();

    private sealed class UnknownConnectionString : IConnectionStringAccessor
    {
        public string ConnectionString => throw new OpaqueMigrationException("it reads the connection string");
    }

    private sealed class ProcessorOfRendering(RenderingProcessor processor) : IProcessorAccessor
    {
        public IMigrationProcessor Processor => processor;
    }
}
