using System.Net.Sockets;
using FluentMigrator.Exceptions;
using Migrator.Database.Session;
using Migrator.Errors;
using Migrator.Sql.Reading;
using Migrator.Sql.Texts;
using Migrator.Statements.Retrying;
using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Steps;

/// <summary>What held at the moment a step failed.</summary>
/// <param name="SessionAlive">The session is still ours.</param>
/// <param name="Cancelling">The caller had cancelled.</param>
/// <param name="Stopped">Why we stopped the statement ourselves.</param>
/// <param name="Blockage">What was last seen in the way.</param>
internal readonly record struct StepCircumstances(bool SessionAlive, bool Cancelling, StopReason Stopped, Blockage? Blockage);

/// <summary>Says of what a step threw why it failed, and what is left of it.</summary>
internal static class StepFailures
{
    public static StepFailure Of(StepContext step, Exception exception, StepCircumstances circumstances)
    {
        var statement = exception as StatementFailedException;
        var thrown = statement?.InnerException ?? exception;
        var cause = Unwrap(thrown);
        var postgres = cause as PostgresException;
        var kind = KindOf(step, cause, circumstances);
        var traces = step.Stays is not null || (step.Ledger?.LeavesTraces ?? false);
        return new(kind, MessageOf(kind, step, thrown, cause, statement, circumstances), postgres?.Hint,
            postgres?.SqlState ?? (cause as RecordFailedException)?.SqlState,
            cause is not RecordFailedException && (statement?.Number ?? step.Statements) is > 0 and var number ? number : null,
            step.Expected == 0 ? null : Math.Max(step.Expected, step.Statements),
            postgres?.Position is > 0 and var position ? position : null, statement?.Sql, traces,
            traces && step.Ledger is { } ledger && kind != StepFailureKind.NotResumable
                ? NextStatement(ledger, statement?.Sql) : null,
            kind is StepFailureKind.LockTimeout or StepFailureKind.Conflict ? circumstances.Blockage : null)
        {
            Advice = kind == StepFailureKind.Error ? FailureAdvice.Of(cause, statement?.Sql, step.Ledger is null) : null,
            Stays = step.Stays,
            Exception = thrown,
        };
    }

    private static StepFailureKind KindOf(StepContext step, Exception cause, StepCircumstances circumstances)
    {
        // An error of the server's is an answer: Npgsql closes the connection after some of them (a full disk), but nothing is in
        // doubt.
        var lost = cause is PostgresException ? ConnectionLoss.Is(cause) : !circumstances.SessionAlive
            || cause is DeployLockLostException || ConnectionLoss.Is(cause);
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

    private static string MessageOf(StepFailureKind kind, StepContext step, Exception thrown, Exception cause,
        StatementFailedException? statement, StepCircumstances circumstances) => (kind, circumstances.Stopped) switch
        {
            (StepFailureKind.LockTimeout, StopReason.LockBudget) => "stopped: it was blocked longer than the budget allows",
            (StepFailureKind.ConnectionLost or StepFailureKind.CommitInDoubt, StopReason.Silence) =>
                "the server has not answered for a minute",
            (StepFailureKind.Error, _) when statement?.Sql is null =>
            ThrownText.Of(thrown, one => ServerMessage.OfMigration(one, null)),
            _ => ServerMessage.OfMigration(cause, statement?.Sql) + Row(step, cause, statement),
        };

    // Where it stands, and not what it holds.
    private static string Row(StepContext step, Exception cause, StatementFailedException? statement) =>
        CopyFailure.Of(cause) is not { } row ? ""
            : $", in line {row.Row} of the rows of {row.Copy}: line {row.Line} of "
                + (statement?.Sql is { } sql && step.ScriptOf(statement.Number, sql) is { } script ? script : "its statement");

    // What is done stays done. A statement that was begun goes on only if another run can see how far it came, or may repeat it.
    private static int? NextStatement(StatementLedger ledger, string? sql) =>
        ledger.BegunHash is null || sql is not null && ledger.Number == ledger.Done + 1
            && (ConcurrentIndex.TryParse(sql) is { Name: not null } || StatementText.Read(sql).IsRepeatable)
            ? ledger.Done + 1 : null;

    private static Exception Unwrap(Exception exception) => exception switch
    {
        PostgresException or OperationCanceledException or DeployLockLostException or StatementFailedException
            or NotResumableException
            or InvalidIndexException or RecordFailedException => exception,
        NpgsqlException { InnerException: SocketException or IOException } => exception,
        { InnerException: { } inner } and not FluentMigratorException => Unwrap(inner),
        _ => exception,
    };
}
