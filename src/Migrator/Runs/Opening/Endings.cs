using Migrator.Database.Session;
using Migrator.Errors;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Runs.Opening;

/// <summary>
/// What an error outside of any step means: the one table. A run ends with an outcome; a verb that only looks, with an exception
/// of ours whose message names the setting at fault. Null, or the error itself, for what nobody should have thrown.
/// </summary>
internal static class Endings
{
    /// <summary>The outcome of a run.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="cancelled">Whether the caller had cancelled.</param>
    /// <param name="outcome">Makes it.</param>
    public static MigrationOutcome? OfRun(Exception exception, bool cancelled, OutcomeBuilder outcome) => exception switch
    {
        RefusedException refused => outcome.Refused(refused.Refusal),
        UnfitTableException unfit => outcome.Refused(new(RefusalReason.VersionTable, unfit.Fault, unfit.Next)),
        OperationCanceledException when cancelled =>
            outcome.Stopped(OutcomeKind.Cancelled, "Cancelled before the first step; nothing was changed."),
        DatabaseUnreachableException unreachable => outcome.Stopped(OutcomeKind.Unreachable, unreachable.Message),
        NpgsqlException lost when ConnectionLoss.Is(lost) => outcome.Lost(ServerMessage.Of(lost)),
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } locked =>
            outcome.Stopped(OutcomeKind.LockTimeout, $"Somebody else has the version table locked: {locked.MessageText}."),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied => outcome.Refused(
            new(RefusalReason.InsufficientPrivilege,
                $"{outcome.Database?.User} may not migrate this database: {denied.MessageText}.")),
        // A full disk, an event trigger.
        PostgresException other =>
            outcome.Stopped(OutcomeKind.Failed, $"{ServerMessage.Of(other)} ({other.SqlState}). No migration was run."),
        _ => null,
    };

    /// <summary>The exception of a look.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="session">What was looked at.</param>
    /// <param name="table">Its version table.</param>
    public static Exception OfLook(Exception exception, DatabaseSession session, VersionTable table) => exception switch
    {
        RefusedException refused => new ConfigurationException(refused.Message + " " + refused.Refusal.Next, refused),
        UnfitTableException unfit => new ConfigurationException(unfit.Message, unfit),
        NpgsqlException lost when lost is not PostgresException || ConnectionLoss.Is(lost) =>
            new DatabaseUnreachableException($"The connection to {session.Identity} was lost: {ServerMessage.Of(lost)}", lost),
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled } locked =>
            new LockTimeoutException($"The version table could not be read in time: {ServerMessage.Of(locked)} "
                + $"({locked.SqlState}).", locked),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied => new ConfigurationException(
            $"{session.Identity.User} lacks a right: {denied.MessageText}.", denied),
        PostgresException other => new ConfigurationException(
            $"{table.QuotedName} cannot be read as FluentMigrator's version table: {ServerMessage.Of(other)} ({other.SqlState}). "
            + "Correct --version-table or --version-table-schema.", other),
        _ => exception,
    };
}
