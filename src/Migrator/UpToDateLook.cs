using System.Globalization;
using Migrator.Database;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator;

/// <summary>
/// The one question of a run that most likely has nothing to do: does the database have exactly what the build has, with nobody at
/// work on it? Any other answer, and any trouble with the question, is the whole run's to deal with.
/// </summary>
internal static class UpToDateLook
{
    /// <summary>Asks, in one round trip. Nothing stays set on the session: through a pooler it would be the next client's.</summary>
    public static async Task<bool> IsUpToDateAsync(
        DatabaseSession session, DatabaseOptions options, SchemaFingerprint fingerprint, VersionTable table, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(session.Connection) { Timeout = 0 };
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(string.Create(CultureInfo.InvariantCulture,
            $"SELECT pg_catalog.set_config('lock_timeout', '{(long)options.LockTimeout.TotalMilliseconds}', true), pg_catalog.set_config('statement_timeout', '0', true)")
            + (options.Role is { } role ? $", pg_catalog.set_config('role', '{role}', true)" : "")));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            $"""
            SELECT pg_catalog.pg_backend_pid() = {session.BackendPid} AND NOT pg_catalog.pg_is_in_recovery()
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE {DeployLockKey.Matches(DeployLockKey.Of(table), "l")})
               AND NOT EXISTS (SELECT FROM {table.QuotedJournalName} j
                   WHERE j.state IN ('begun', 'partial') AND NOT EXISTS (SELECT FROM {table.QuotedJournalName} l WHERE l.version = j.version AND l.id > j.id))
               AND {fingerprint.Sql(table)} = '{fingerprint.Text}'
            """));
        try
        {
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var __ = reader.ConfigureAwait(false);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) && !reader.IsDBNull(0) && reader.GetBoolean(0);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
