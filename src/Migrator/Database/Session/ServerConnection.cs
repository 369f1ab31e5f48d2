using Migrator.Database.Connecting;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.Session;

/// <summary>A connection that the server has accepted.</summary>
/// <param name="Source">What opens others like it.</param>
/// <param name="Connection">The connection.</param>
/// <param name="Identity">Where it leads.</param>
/// <param name="Settings">What the user gave, to the one server that it leads to.</param>
internal sealed record OpenedConnection(
    NpgsqlDataSource Source, NpgsqlConnection Connection, DatabaseIdentity Identity, NpgsqlConnectionStringBuilder Settings);

/// <summary>Connects to the server, waiting for it as long as was said, and for nothing that no wait can mend.</summary>
internal static class ServerConnection
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    // The last attempt may begin when the wait is nearly over.
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromMilliseconds(500);

    /// <summary>Opens a connection; see <see cref="DatabaseSession.OpenAsync"/>.</summary>
    public static async Task<OpenedConnection> OpenAsync(
        DatabaseOptions options, RunIdentity run, bool migrates, Action<string> waiting, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var backoff = new Backoff(FirstPause, LongestPause);
        while (true)
        {
            var text = await options.Connection(cancellationToken).ConfigureAwait(false);
            var settings = ConnectionSettings.Parse(text, Environment.GetEnvironmentVariable);
            OwnSearchPath.Verify(settings, options.Schema, Environment.GetEnvironmentVariable);
            var identity = ConnectionSettings.Describe(settings);
            // Without a wait there is one attempt, which takes as long as the driver's own limit says.
            var longest = options.ConnectWait == TimeSpan.Zero ? Timeout.InfiniteTimeSpan
                : Longer(options.ConnectWait - time.GetElapsedTime(start), ShortestAttempt);
            var forSession = ConnectionSettings.ForSession(settings, run.ApplicationName, migrates, longest);
            NpgsqlDataSource? source = null;
            try
            {
                source = migrates ? new NpgsqlDataSourceBuilder(forSession).Build() : DatabaseSession.ReadingSource(forSession);
                var connection = await ConnectAsync(ConnectionSettings.Door(settings), source, longest, time, cancellationToken)
                    .ConfigureAwait(false);
                return Opened(source, connection, settings);
            }
            catch (Exception exception) when (ConnectionTrouble.IsOne(exception))
            {
                if (source is not null)
                    await source.DisposeAsync().ConfigureAwait(false);
                if (ConnectionTrouble.IsNoSuitableHost(exception))
                    throw NoSuitableHost(identity, migrates, settings);
                // What .NET says of a value may repeat it, so it is no part of what is thrown.
                if (!ConnectionTrouble.IsPassing(exception))
                    throw new ConfigurationException($"{identity} "
                        + $"{(exception is PostgresException ? "was refused" : "cannot be opened")}: "
                        + $"{ConnectionTrouble.Reason(exception)}", exception as NpgsqlException);

                var left = options.ConnectWait - time.GetElapsedTime(start);
                if (left <= TimeSpan.Zero)
                    throw new DatabaseUnreachableException($"Cannot reach {identity}: {ConnectionTrouble.Reason(exception)}",
                        exception);

                waiting($"{identity.Server}: {ConnectionTrouble.Reason(exception)}");
                await Task.Delay(backoff.Next(left), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // An attempt ends with the wait, however long the driver's own limit is: a host may accept and say nothing.
    private static async Task<NpgsqlConnection> ConnectAsync(
        ConnectionDoor door, NpgsqlDataSource source, TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await door.OpenAsync(source.OpenConnectionAsync, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The wait is over.", exception);
        }
    }

    private static OpenedConnection Opened(
        NpgsqlDataSource source, NpgsqlConnection connection, NpgsqlConnectionStringBuilder settings)
    {
        // All that follows, such as a second connection, is meant for the one server that was found.
        var found = ConnectionSettings.HasSeveralHosts(settings)
            ? ConnectionSettings.To(settings, connection.Host!, connection.Port) : settings;
        // The server has let them in: they are what they claim to be.
        var identity = ConnectionSettings.Describe(found) with
        {
            Name = connection.Database,
            User = ConnectionDoor.UserOf(found),
            ServerVersion = ShortVersion(connection),
        };
        return new(source, connection, identity, found);
    }

    private static Exception NoSuitableHost(DatabaseIdentity identity, bool migrates, NpgsqlConnectionStringBuilder settings) =>
        migrates
            ? new RefusedException(new(RefusalReason.Standby,
                $"None of the hosts {identity.Server} is a primary: a standby cannot be migrated.",
                "Name the primary among the hosts."))
            : new ConfigurationException($"None of the hosts {identity.Server} is what the connection asks for: Target Session "
                + $"Attributes={settings.TargetSessionAttributes}.");

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static string ShortVersion(NpgsqlConnection connection) => connection.ServerVersion.Split(' ')[0];
}
