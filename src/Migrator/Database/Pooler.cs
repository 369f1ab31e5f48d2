using Npgsql;

namespace Migrator.Database;

/// <summary>
/// Tells a pooler in session mode, whose sessions are as good as the server's own, from one that shares them between clients.
/// </summary>
internal static class Pooler
{
    private const int Probes = 3;

    /// <summary>
    /// Whether another client is given our server process while we are idle. Asked only where the client was told another process
    /// than the one that answers, which is how a pooler shows.
    /// </summary>
    public static async Task<bool> SharesSessionsAsync(NpgsqlConnection ours, NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        for (var probe = 0; probe < Probes; probe++)
        {
            var before = await AskPidAsync(ours, cancellationToken).ConfigureAwait(false);
            await using var other = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            if (await AskPidAsync(other, cancellationToken).ConfigureAwait(false) == before
                || await AskPidAsync(ours, cancellationToken).ConfigureAwait(false) != before)
                return true;
        }

        return false;
    }

    private static async Task<int> AskPidAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_catalog.pg_backend_pid()", connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
