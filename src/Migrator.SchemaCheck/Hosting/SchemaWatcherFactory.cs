using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Migrator.SchemaCheck;

/// <summary>Makes the watcher that an application's options describe. What is wrong with them is an exception with a message for
/// a person.</summary>
internal static class SchemaWatcherFactory
{
    public static SchemaWatcher Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<SchemaCheckOptions>>().Value;
        var application = services.GetRequiredService<IHostEnvironment>().ApplicationName;
        var manifest = options.Manifest ?? Embedded(options.ManifestAssembly, application);
        var requirement = SchemaRequirement.Of(options.ApplicationName ?? application, manifest, [.. options.Tags]);
        return new(Opening(options, services), requirement, options.Locate(manifest.VersionTable),
            services.GetService<TimeProvider>());
    }

    private static SchemaManifest Embedded(Assembly? given, string application)
    {
        if (given is not null)
            return SchemaManifest.FromAssembly(given);

        // Under a test runner the entry assembly is the runner, and the host's application is the one under test.
        var entry = Assembly.GetEntryAssembly();
        return (entry is null ? null : SchemaManifest.TryFromAssembly(entry))
            ?? (entry?.GetName().Name == application ? null : FromApplication(application))
            ?? throw new ManifestException($"{entry?.GetName().Name ?? application} embeds no {SchemaManifest.FileName}. "
                + $"Add <MigrationManifest Include=\"../Migrations/{SchemaManifest.FileName}\" /> to its project.");
    }

    private static SchemaManifest? FromApplication(string application)
    {
        try
        {
            return SchemaManifest.TryFromAssembly(Assembly.Load(new AssemblyName(application)));
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or ArgumentException)
        {
            // An application may have a name that is no assembly's.
            return null;
        }
    }

    private static Func<CancellationToken, ValueTask<NpgsqlConnection>> Opening(SchemaCheckOptions options,
        IServiceProvider services)
    {
        if (options.ConnectionString is not { } given)
            return services.GetService<NpgsqlDataSource>() is { } source
                ? source.OpenConnectionAsync : throw new InvalidOperationException(
                $"there is no database: register an NpgsqlDataSource, or set "
                + $"{nameof(SchemaCheckOptions)}.{nameof(SchemaCheckOptions.ConnectionString)}.");

        // A pool would keep a session that nobody needs after the check.
        var text = new NpgsqlConnectionStringBuilder(given) { Pooling = false }.ConnectionString;
        return async token =>
        {
            var connection = new NpgsqlConnection(text);
            try
            {
                await connection.OpenAsync(token).ConfigureAwait(false);
                return connection;
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        };
    }
}
