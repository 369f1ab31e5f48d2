using Migrator.Cli.Terminal;

namespace Migrator.Cli.Showing;

/// <summary>An outcome turned into an exit code and into words; text and JSON show the same.</summary>
internal sealed record OutcomeReport(ExitCode ExitCode, ErrorDetail? Error)
{
    /// <param name="outcome">The outcome.</param>
    /// <param name="cancelled">The code of the signal that cancelled.</param>
    /// <param name="showSql">Whether SQL text may be shown.</param>
    /// <param name="traces">Whether the stack of what was thrown is shown.</param>
    public static OutcomeReport Of(MigrationOutcome outcome, ExitCode cancelled, bool showSql, bool traces = false)
    {
        var code = CodeOf(outcome, cancelled);
        return new(code, code == ExitCode.Success ? null : Describe(outcome, showSql, traces));
    }

    /// <summary>A refusal without a run.</summary>
    public static OutcomeReport Of(Refusal refusal, LintReport? lint) => new(CodeOf(refusal.Reason), Describe(refusal, lint));

    private static ErrorDetail Describe(Refusal refusal, LintReport? lint) =>
        new(refusal.Reason.ToString(), refusal.Message, refusal.Next)
        {
            Facts = [.. lint?.Findings.Where(finding => finding.Waiver is null).Select(FindingLine.Of) ?? []],
        };

    private static ExitCode CodeOf(MigrationOutcome outcome, ExitCode cancelled) => outcome.Kind switch
    {
        OutcomeKind.Applied or OutcomeKind.NothingToDo or OutcomeKind.Planned => ExitCode.Success,
        OutcomeKind.Failed => ExitCode.Failed,
        OutcomeKind.Partial => ExitCode.Partial,
        OutcomeKind.Cancelled => cancelled,
        OutcomeKind.LockTimeout => ExitCode.LockTimeout,
        OutcomeKind.Unreachable => ExitCode.Unreachable,
        _ => CodeOf(outcome.Refusal!.Reason),
    };

    private static ExitCode CodeOf(RefusalReason reason) => reason switch
    {
        RefusalReason.OutOfOrder or RefusalReason.Breaking or RefusalReason.Lint or RefusalReason.Irreversible
            or RefusalReason.Unconfirmed
            or RefusalReason.Opaque => ExitCode.Refused,
        RefusalReason.Diverged or RefusalReason.TooNew or RefusalReason.Edited or RefusalReason.StaleManifest =>
            ExitCode.Diverged,
        RefusalReason.Dirty => ExitCode.Partial,
        RefusalReason.Invalid => ExitCode.Failed,
        _ => ExitCode.Usage,
    };

    private static ErrorDetail Describe(MigrationOutcome outcome, bool showSql, bool traces) => outcome switch
    {
        { Refusal: { } refusal } => Describe(refusal, outcome.Lint),
        { Failed: { } failed } => OfStep(outcome, failed, showSql, traces),
        { Holder: { } holder } => new(nameof(ExitCode.LockTimeout), $"The deploy lock was not had in time: held by {holder}.",
            "Let that run end and try again, or wait longer: --lock-wait 15m"),
        { Kind: OutcomeKind.LockTimeout } =>
            new(nameof(ExitCode.LockTimeout), outcome.Message ?? "The deploy lock was not had in time.", "Try again."),
        { Kind: OutcomeKind.Unreachable } => new(nameof(ExitCode.Unreachable), outcome.Message ?? "The database was not reached.",
            "Check that it runs and can be reached from here, then run again: it goes on where it stopped."),
        { Kind: OutcomeKind.Cancelled } =>
            new(nameof(OutcomeKind.Cancelled), outcome.Message ?? "Cancelled.", "Run again: it goes on where it stopped."),
        _ => new(outcome.Kind.ToString(), outcome.Message ?? outcome.Kind.ToString()),
    };

    private static ErrorDetail OfStep(MigrationOutcome outcome, StepResult failed, bool showSql, bool traces)
    {
        var failure = failed.Failure!;
        var message = failure.Kind == StepFailureKind.Cancelled ? "Cancelled." : failure.Message;
        return new(failure.Kind.ToString(),
            failure.SqlState is { } state && failure.Kind != StepFailureKind.Cancelled ? $"{message} ({state})" : message,
            NextAfter(failed, failure, showSql))
        {
            Migration = failed.Migration.Name,
            Assembly = failed.Migration.Assembly,
            Version = failed.Migration.IsMigration ? failed.Migration.Version : null,
            Statement = failure.Statement,
            SqlState = failure.SqlState,
            ResumesAt = failure.ResumesAt,
            Blockage = failure.Blockage,
            Location = failure.Location,
            Explanations = failure.Explanations,
            Facts = [.. StepFacts.Of(outcome, failed, failure, showSql), .. traces ? StackText.Of(failure.Exception) : []],
        };
    }

    private static string NextAfter(StepResult failed, StepFailure failure, bool showSql) => failure switch
    {
        { ResumesAt: { } statement, Kind: StepFailureKind.Error } =>
            $"{(failure.Advice is { } advice ? $"{advice} Then" : "fix the cause and")} run again: "
                + $"it goes on at statement {statement}; "
                + "what is done is not run again. "
                + $"{Resolve(failed, "Or settle it by hand:")}",
        { ResumesAt: { } statement } => $"run again: it goes on at statement {statement}; what is done is not run again.",
        _ when failed.State == StepState.Partial && !failed.Migration.IsMigration =>
            "look at what it left and undo it by hand, mend it, and run again: it runs each time.",
        _ when failed.State == StepState.Partial =>
            "look at what it left, finish or undo it by hand, then tell:" + Resolve(failed, ""),
        { Kind: StepFailureKind.LockTimeout or StepFailureKind.Conflict } =>
            "end what is in the way, run again at a quieter time, or let it try longer: --lock-retry 1h",
        { Kind: StepFailureKind.Cancelled or StepFailureKind.ConnectionLost } => "run again: it goes on where it stopped.",
        { Kind: StepFailureKind.CommitInDoubt } =>
            "see what the database says: dotnet migrator status. Then run again: nothing is applied twice.",
        { Advice: { } advice } => advice,
        { SqlState: null, Sql: null, Exception.StackTrace: not null } =>
            "fix the migration and run again; where it came from in full: MIGRATOR_TRACE=1.",
        _ when failure.Sql is not null && !showSql => "fix the migration, or see the statement with --show-sql.",
        _ => "fix the migration and run again.",
    };

    private static string Resolve(StepResult failed, string prefix) =>
        $"{prefix} dotnet migrator resolve {failed.Migration.Version} --applied (or --rolled-back).";
}
