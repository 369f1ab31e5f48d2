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
    private const string OptionName = $"{nameof(SchemaCheckOptions)}.{nameof(SchemaCheckOptions.ConnectionString)}";

    public static SchemaWatcher Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<SchemaCheckOptions>>().Value;
        var application = services.GetRequiredService<IHostEnvironment>().ApplicationName;
        var manifest = options.Manifest ?? Embedded(options.ManifestAssembly, application);
        var requirement = SchemaRequirement.Of(options.ApplicationName ?? application, manifest, [.. options.Tags]);
        var (table, time) = (options.Locate(manifest.VersionTable), services.GetService<TimeProvider>());
        if (options.ConnectionString is { } given)
        {
            var own = Source(given);
            var door = new ConnectionDoor(Verified(OptionName, own.ConnectionString));
            return new(token => door.OpenAsync(own.OpenConnectionAsync, token), requirement, table, time);
        }

        var source = RegisteredSource.Find(services);
        var registered = new ConnectionDoor(Verified(RegisteredSource.Name, source.ConnectionString));
        return new(token => registered.OpenAsync(quiet => OpenQuietlyAsync(source, quiet), token), requirement, table, time)
        {
            OpenOtherwise = token => registered.OpenAsync(source.OpenConnectionAsync, token),
        };
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

    // Read once, so that what is wrong with it is told at once and without the driver's words, which may repeat a password. A pool
    // would keep a session that nobody needs after the check.
    private static NpgsqlDataSource Source(string connection)
    {
        try
        {
            var verified = Verified(OptionName, connection);
            verified.Pooling = false;
            return NpgsqlDataSource.Create(verified);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException
            or KeyNotFoundException)
        {
            throw new InvalidOperationException($"{ConnectionFault.OfReading(OptionName, exception)}.");
        }
    }

    private static NpgsqlConnectionStringBuilder Verified(string name, string connection)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        return ConnectionFault.Find(name, builder) is { } fault ? throw new InvalidOperationException($"{fault}.") : builder;
    }

    // With the data source's own settings, password and certificates, but past its logging: at the level of most applications it
    // would write the check's SQL into the log at every look, and nobody would find the one line that matters.
    private static async ValueTask<NpgsqlConnection> OpenQuietlyAsync(NpgsqlDataSource source, CancellationToken token)
    {
        var text = new NpgsqlConnectionStringBuilder(source.ConnectionString) { Pooling = false, Multiplexing = false };
        await using var own = source.CreateConnection();
        var connection = await own.CloneWithAsync(text.ConnectionString, token).ConfigureAwait(false);
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
    }
}
