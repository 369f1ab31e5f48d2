using Npgsql;

namespace Migrator.Execution;

/// <summary>The session no longer holds the deploy lock, or is no longer ours: nothing more may be recorded.</summary>
internal sealed class DeployLockLostException(string message) : Exception(message)
{
    /// <summary>
    /// An SQL relation of one row, whose column <c>recorded</c> is true if <c>version</c> has a row; else whoever reads it fails.
    /// </summary>
    // The count is no constant, or the server would try the cast while it plans.
    public const string Proof = "(SELECT CASE WHEN count(*) > 0 THEN true ELSE ('not recorded: ' || count(*))::boolean END AS recorded FROM version) AS proof";

    public static DeployLockLostException NotRecorded() =>
        new("This session no longer holds the deploy lock, or somebody else changed the version table.");

    /// <summary>Whether a command failed since its <see cref="Proof"/> did.</summary>
    public static bool IsRefusal(PostgresException exception, NpgsqlBatchCommand? record) =>
        exception.SqlState == PostgresErrorCodes.InvalidTextRepresentation && exception.BatchCommand == record;
}
