using Migrator.Database.Connecting;
using Migrator.Database.Session;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Runs.Opening;

/// <summary>Opens the sessions of every verb: no other place does.</summary>
/// <param name="database">Where to.</param>
/// <param name="options">Whose run it is, and the clock.</param>
/// <param name="progress">Told while the server is waited for; null for nobody.</param>
internal sealed class SessionOpener(DatabaseOptions database, EngineOptions options, IProgress<MigrationProgress>? progress)
{
    /// <summary>Opens a session.</summary>
    /// <param name="migrates">Whether migrations will run on it.</param>
    /// <param name="cancellationToken">Ends the waiting for the server.</param>
    /// <exception cref="ConfigurationException">The connection cannot be read, or the server refuses user, password or
    /// database.</exception>
    /// <exception cref="DatabaseUnreachableException">Nothing answered within the wait.</exception>
    public Task<DatabaseSession> OpenAsync(bool migrates, CancellationToken cancellationToken) => DatabaseSession.OpenAsync(
        database, options.Run, migrates, reason =>
            progress?.Report(new MigrationProgress.WaitingForServer(reason)), options.Time, cancellationToken);

    /// <summary>
    /// Opens a session while the migrations are read: each takes a good part of a run that finds nothing to do. Bad migrations
    /// are told at once all the same, and not after a wait for the server.
    /// </summary>
    public async Task<(DatabaseSession Session, T Known)> OpenAsync<T>(bool migrates, Func<T> know,
        CancellationToken cancellationToken)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var opening = OpenAsync(migrates, abandoned.Token);
        try
        {
            var known = know();
            return (await opening.ConfigureAwait(false), known);
        }
        catch when (!opening.IsFaulted)
        {
            await abandoned.CancelAsync().ConfigureAwait(false);
            if (await Task.WhenAny(opening).ConfigureAwait(false) is { IsCompletedSuccessfully: true })
                await (await opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);

            throw;
        }
    }

    /// <summary>Opens a session for a look, and looks.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong, or a right is missing.</exception>
    /// <exception cref="DatabaseUnreachableException">The server did not answer, or the connection was lost.</exception>
    /// <exception cref="LockTimeoutException">Somebody else has locked what is read.</exception>
    public async Task<T> LookAsync<T>(VersionTable table, Func<DatabaseSession, Task<T>> look,
        CancellationToken cancellationToken)
    {
        var session = await OpenAsync(migrates: false, cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        return await LookAsync(session, table, () => look(session)).ConfigureAwait(false);
    }

    /// <summary>Looks, in a session that is open.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong, or a right is missing.</exception>
    /// <exception cref="DatabaseUnreachableException">The connection was lost.</exception>
    /// <exception cref="LockTimeoutException">Somebody else has locked what is read.</exception>
    public static async Task<T> LookAsync<T>(DatabaseSession session, VersionTable table, Func<Task<T>> look)
    {
        try
        {
            return await look().ConfigureAwait(false);
        }
        catch (Exception exception) when (Endings.OfLook(exception, session, table) is var ending && ending != exception)
        {
            throw ending;
        }
    }

    /// <summary>
    /// Opens a bare connection for one question, without waiting: whoever waits for an answer asks again. The connection is read
    /// anew each time, since a secret may be mounted only meanwhile.
    /// </summary>
    /// <exception cref="ConfigurationException">The connection cannot be read.</exception>
    public async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var settings = ConnectionSettings.Parse(await database.Connection(cancellationToken).ConfigureAwait(false),
            Environment.GetEnvironmentVariable);
        OwnSearchPath.Verify(settings, database.Schema, Environment.GetEnvironmentVariable);
        await using var source = DatabaseSession.ReadingSource(ConnectionSettings.ForSession(settings,
            options.Run.ApplicationName));
        var connection = await ConnectionSettings.Door(settings).OpenAsync(source.OpenConnectionAsync, cancellationToken).ConfigureAwait(false);
        if (database.Role is { } role)
        {
            await using var command = new NpgsqlCommand(DatabaseSession.RoleSql(role), connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        return connection;
    }
}
