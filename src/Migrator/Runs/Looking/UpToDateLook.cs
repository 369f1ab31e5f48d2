using Migrator.Database.Session;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Runs.Looking;

/// <summary>
/// The one question of a run that most likely has nothing to do: does the database have exactly what the build has, with nobody
/// at work on it? Any other answer, and any trouble with the question, is the whole run's to deal with.
/// </summary>
internal static class UpToDateLook
{
    /// <summary>Asks, in one round trip. Nothing stays set on the session: through a pooler it would be the next
    /// client's.</summary>
    public static async Task<bool> IsUpToDateAsync(
        DatabaseSession session, DatabaseOptions options, SchemaFingerprint fingerprint, VersionTable table,
        CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(session.Connection) { Timeout = 0 };
        await using var _ = batch.ConfigureAwait(false);
        foreach (var sql in DatabaseSession.ReadingSql(options))
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            $"""
            SELECT 1 WHERE pg_catalog.pg_backend_pid() = {session.BackendPid} AND NOT pg_catalog.pg_is_in_recovery()
               AND NOT EXISTS (SELECT FROM {DeployLockKey.LocksSql} l WHERE {DeployLockKey.Matches(DeployLockKey.Of(table), "l")})
               AND {fingerprint.MatchSql(table)}
            """));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        try
        {
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var __ = reader.ConfigureAwait(false);
            // A row or none: of what it holds, nothing has to be understood.
            return reader.HasRows;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
