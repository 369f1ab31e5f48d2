using System.Net.Sockets;
using FluentMigrator.Exceptions;
using Migrator.Catalog;
using Npgsql;

namespace Migrator.Execution;

/// <summary>Why a step failed and what is left of it.</summary>
/// <param name="Kind">The class of the failure.</param>
/// <param name="Message">The server's or the migration's own message, free of row data.</param>
/// <param name="Hint">The server's hint.</param>
/// <param name="SqlState">The SQLSTATE; null where the server had no part in it.</param>
/// <param name="Statement">The number of the statement, from 1; null before the first.</param>
/// <param name="Statements">How many the migration has, as far as its expressions tell.</param>
/// <param name="Position">The position in the statement, in characters from 1; null where the server names none.</param>
/// <param name="Sql">The statement, to be shown only when asked for.</param>
/// <param name="LeavesTraces">Whether something of the migration may be left in the database.</param>
public sealed record StepFailure(
    StepFailureKind Kind, string Message, string? Hint, string? SqlState, int? Statement, int? Statements, int? Position, string? Sql,
    bool LeavesTraces)
{
    internal static StepFailure Of(StepContext step, MigrationDescriptor migration, Exception exception, StepCircumstances circumstances)
    {
        var statement = exception as StatementFailedException;
        var cause = Unwrap(statement?.InnerException ?? exception);
        var postgres = cause as PostgresException;
        var lost = !circumstances.SessionAlive || cause is DeployLockLostException || IsLoss(cause);
        var kind = cause switch
        {
            _ when lost && step.Committing && !circumstances.Committed => StepFailureKind.CommitInDoubt,
            _ when lost => StepFailureKind.ConnectionLost,
            OperationCanceledException when circumstances.Cancelling => StepFailureKind.Cancelled,
            PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } when circumstances.Cancelling => StepFailureKind.Cancelled,
            PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => StepFailureKind.LockTimeout,
            _ => StepFailureKind.Error,
        };

        return new(kind, ServerMessage.Of(cause), postgres?.Hint, postgres?.SqlState, (statement?.Number ?? step.Statements) is > 0 and var number ? number : null,
            step.Expected == 0 ? null : Math.Max(step.Expected, step.Statements), postgres?.Position is > 0 and var position ? position : null, statement?.Sql,
            MayLeaveTraces(step, migration, statement));
    }

    /// <summary>Whether an error means that the session is gone: the server said so (57P0x, 08xxx), or the network did.</summary>
    internal static bool IsLoss(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } =>
            state.StartsWith("57P0", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
        _ => false,
    };

    // Outside a transaction each statement stands for itself. Only a first statement that is known to be all or nothing leaves
    // nothing behind when it fails.
    private static bool MayLeaveTraces(StepContext step, MigrationDescriptor migration, StatementFailedException? statement) =>
        !migration.Transactional && step.Statements > 0
        && (step.Statements > 1 || statement is null || statement.Sql is null || StatementText.MayLeaveTraces(statement.Sql));

    private static Exception Unwrap(Exception exception) => exception switch
    {
        PostgresException or OperationCanceledException or DeployLockLostException or StatementFailedException => exception,
        NpgsqlException { InnerException: SocketException or IOException } => exception,
        { InnerException: { } inner } and not FluentMigratorException => Unwrap(inner),
        _ => exception,
    };
}
