using Npgsql;

namespace Migrator.Database.Session;

/// <summary>
/// Tells a pooler in session mode, whose sessions are as good as the server's own, from one that shares them between clients.
/// </summary>
internal static class Pooler
{
    private const int Probes = 3;

    // In a full pool another client waits; who has to wait for our session cannot share it.
    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether another client is given our server process while we are idle. Asked only where the client was told another process
    /// than the one that answers, which is how a pooler shows.
    /// </summary>
    public static async Task<bool> SharesSessionsAsync(NpgsqlConnection ours, NpgsqlDataSource source,
        CancellationToken cancellationToken)
    {
        for (var probe = 0; probe < Probes; probe++)
        {
            var before = await AskPidAsync(ours, cancellationToken).ConfigureAwait(false);
            if (await AskAnotherPidAsync(source, cancellationToken).ConfigureAwait(false) is not { } another)
                return false;
            if (another == before || await AskPidAsync(ours, cancellationToken).ConfigureAwait(false) != before)
                return true;
        }

        return false;
    }

    private static async Task<int?> AskAnotherPidAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestProbe);
        try
        {
            await using var other = await source.OpenConnectionAsync(limit.Token).ConfigureAwait(false);
            return await AskPidAsync(other, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is OperationCanceledException or TimeoutException or NpgsqlException)
        {
            return null;
        }
    }

    private static async Task<int> AskPidAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_catalog.pg_backend_pid()", connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
