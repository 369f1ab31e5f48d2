using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Migrator.SchemaCheck;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the schema check to an application.</summary>
public static class SchemaCheckServiceCollectionExtensions
{
    /// <summary>
    /// Checks the schema before the application starts: it starts when the database has the migrations of the embedded manifest,
    /// and stops with one clear line and exit code 3 (missing migrations), 2, 7, 8 or 9 when it has not. For readiness, add
    /// <see cref="SchemaHealthCheck"/> to the health checks; to look again later, take a <see cref="SchemaWatcher"/>.
    /// </summary>
    /// <remarks>What the section <c>SchemaCheck</c> of the configuration says, such as <c>SchemaCheck__Wait=00:01:00</c> as a
    /// variable, comes before what is said in code.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the options; null for the defaults.</param>
    /// <returns>The options, to be validated further.</returns>
    public static OptionsBuilder<SchemaCheckOptions> AddSchemaCheck(this IServiceCollection services,
        Action<SchemaCheckOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<SchemaCheckState>();
        services.TryAddSingleton<SchemaCheckMetrics>();
        services.TryAddSingleton<SchemaHealthCheck>();
        services.TryAddSingleton(SchemaWatcherFactory.Create);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<SchemaCheckOptions>, SchemaCheckSection>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SchemaCheckOptions>,
            SchemaCheckOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SchemaCheckService>());
        var options = services.AddOptions<SchemaCheckOptions>();
        return configure is null ? options : options.Configure(configure);
    }
}
