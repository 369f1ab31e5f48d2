using System.Net.Sockets;
using FluentMigrator.Exceptions;
using Migrator.Errors;
using Migrator.Sql;
using Migrator.Statements.Retrying;
using Migrator.Statements.Sending;
using Migrator.Steps;
using Npgsql;

namespace Migrator;

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
/// <param name="ResumesAt">
/// Where it left something: the number of the statement at which the next run goes on by itself; null if it cannot.
/// </param>
/// <param name="Blockage">What was last seen in the way; null if nothing was.</param>
public sealed record StepFailure(
    StepFailureKind Kind, string Message, string? Hint, string? SqlState, int? Statement, int? Statements, int? Position, string? Sql,
    bool LeavesTraces, int? ResumesAt, Blockage? Blockage)
{
    internal static StepFailure Of(StepContext step, Exception exception, StepCircumstances circumstances)
    {
        var statement = exception as StatementFailedException;
        var cause = Unwrap(statement?.InnerException ?? exception);
        var postgres = cause as PostgresException;
        var kind = KindOf(step, cause, circumstances);
        var traces = step.Ledger?.LeavesTraces ?? false;
        return new(kind, MessageOf(kind, cause, statement?.Sql, circumstances), postgres?.Hint, postgres?.SqlState,
            (statement?.Number ?? step.Statements) is > 0 and var number ? number : null,
            step.Expected == 0 ? null : Math.Max(step.Expected, step.Statements), postgres?.Position is > 0 and var position ? position : null, statement?.Sql,
            traces, traces && kind != StepFailureKind.NotResumable ? NextStatement(step.Ledger!, statement?.Sql) : null,
            kind is StepFailureKind.LockTimeout or StepFailureKind.Conflict ? circumstances.Blockage : null);
    }

    private static StepFailureKind KindOf(StepContext step, Exception cause, StepCircumstances circumstances)
    {
        // An error of the server's is an answer: Npgsql closes the connection after some of them (a full disk), but nothing is in doubt.
        var lost = cause is PostgresException ? IsLoss(cause) : !circumstances.SessionAlive || cause is DeployLockLostException || IsLoss(cause);
        var stopped = cause is OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };
        return cause switch
        {
            NotResumableException => StepFailureKind.NotResumable,
            _ when lost && step.Committing && !step.Committed => StepFailureKind.CommitInDoubt,
            _ when stopped && circumstances.Cancelling => StepFailureKind.Cancelled,
            _ when lost => StepFailureKind.ConnectionLost,
            _ when stopped && circumstances.Stopped == StopReason.LockBudget => StepFailureKind.LockTimeout,
            PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => StepFailureKind.LockTimeout,
            PostgresException postgres when LockRetry.IsPassing(postgres.SqlState) => StepFailureKind.Conflict,
            _ => StepFailureKind.Error,
        };
    }

    private static string MessageOf(StepFailureKind kind, Exception cause, string? sql, StepCircumstances circumstances) => (kind, circumstances.Stopped) switch
    {
        (StepFailureKind.LockTimeout, StopReason.LockBudget) => "stopped: it was blocked longer than the budget allows",
        (StepFailureKind.ConnectionLost or StepFailureKind.CommitInDoubt, StopReason.Silence) => "the server has not answered for a minute",
        _ => ServerMessage.OfMigration(cause, sql),
    };

    // What is done stays done. A statement that was begun goes on only if another run can see how far it came, or may repeat it.
    private static int? NextStatement(StatementLedger ledger, string? sql) =>
        ledger.BegunHash is null || sql is not null && (ConcurrentIndex.TryParse(sql) is { Name: not null } || StatementText.IsRepeatable(sql))
            ? ledger.Done + 1 : null;

    /// <summary>Whether an error means that the session is gone: the server said so (57P0x, 08xxx), or the network did.</summary>
    internal static bool IsLoss(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } =>
            state.StartsWith("57P0", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
        _ => false,
    };

    private static Exception Unwrap(Exception exception) => exception switch
    {
        PostgresException or OperationCanceledException or DeployLockLostException or StatementFailedException or NotResumableException
            or InvalidIndexException => exception,
        NpgsqlException { InnerException: SocketException or IOException } => exception,
        { InnerException: { } inner } and not FluentMigratorException => Unwrap(inner),
        _ => exception,
    };
}
