using Migrator.Database.Connecting;
using Migrator.Database.Session;
using Migrator.Planning;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator;

/// <summary>
/// Waits until a database has what a build needs: the same look as the application's at startup, for a step before it. Writes nothing,
/// locks nothing, needs SELECT only.
/// </summary>
public sealed class SchemaWait
{
    private readonly SchemaWatcher _watcher;

    /// <summary>Creates it; nothing is opened yet.</summary>
    /// <param name="catalog">What the code has.</param>
    /// <param name="database">The database.</param>
    /// <param name="target">How much of it must be there.</param>
    /// <param name="name">Who needs it, for messages.</param>
    /// <param name="options">Run id and clock; null for the defaults.</param>
    /// <exception cref="ConfigurationException">The target names no migration, or depends on what is applied.</exception>
    public SchemaWait(MigrationCatalog catalog, DatabaseOptions database, Target target, string name, EngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(target);
        if (target.Kind is TargetKind.Relative or TargetKind.Zero)
            throw new ConfigurationException($"Target {target} cannot be waited for. Give latest, a version, a name, or VERSION+N / VERSION-N.");

        var (version, refusal) = TargetResolver.Resolve(target, Direction.Up, catalog, []);
        if (refusal is not null)
            throw new ConfigurationException(refusal.Next is null ? refusal.Message : $"{refusal.Message} {refusal.Next}");

        options ??= new();
        _watcher = new SchemaWatcher(
            token => OpenAsync(database, options.Run, token), catalog.Requirement(name, target.Kind == TargetKind.Latest ? null : version),
            database.Locate(catalog.VersionTable), options.Time);
    }

    /// <summary>Waits until the verdict is one that waiting cannot change, or the time is over.</summary>
    /// <param name="wait">How long; zero looks once.</param>
    /// <param name="waiting">Told each look after which it goes on waiting; null for nobody.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ConfigurationException">The connection cannot be read.</exception>
    public Task<SchemaCheckResult> WaitAsync(TimeSpan wait, Action<SchemaCheckResult>? waiting = null, CancellationToken cancellationToken = default) =>
        _watcher.WaitAsync(wait, waiting, cancellationToken);

    // Read anew each time: the secret may be mounted only while we wait.
    private static async ValueTask<NpgsqlConnection> OpenAsync(DatabaseOptions database, RunIdentity run, CancellationToken cancellationToken)
    {
        var settings = ConnectionSettings.Parse(await database.Connection(cancellationToken).ConfigureAwait(false), Environment.GetEnvironmentVariable);
        await using var source = DatabaseSession.ReadingSource(ConnectionSettings.ForSession(settings, run.ApplicationName));
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        if (database.Role is { } role)
        {
            await using var command = new NpgsqlCommand($"SET ROLE {Identifier.Quote(role)}", connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        return connection;
    }
}
