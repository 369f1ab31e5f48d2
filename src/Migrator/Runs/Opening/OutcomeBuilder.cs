using Migrator.SchemaCheck;
using Migrator.Steps;

namespace Migrator.Runs.Opening;

/// <summary>Turns what happened in a run into its outcome.</summary>
internal sealed class OutcomeBuilder(Direction direction)
{
    /// <summary>The database, once it was reached.</summary>
    public DatabaseIdentity? Database { get; set; }

    /// <summary>What is worth knowing beside how it ended.</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];

    /// <summary>The plan was carried out: to its end, to the first step that failed, or until it was cancelled between two
    /// steps.</summary>
    public MigrationOutcome Ended(Plan plan, SchemaHistory history, IReadOnlyList<StepResult> results, bool cancelled = false)
    {
        var failed = results.Count > 0 && results[^1].Failure is not null ? results[^1] : null;
        HashSet<long> applied = [.. history.Applied.Select(migration => migration.Version)];
        foreach (var result in results)
        {
            if (result.State == StepState.Applied)
                applied.Add(result.Migration.Version);
            else if (result.State == StepState.Reverted)
                applied.Remove(result.Migration.Version);
        }

        HashSet<long> attempted = [.. results.Select(result => result.Migration.Version)];
        StepResult[] rest = [.. plan.Steps.Where(step => !attempted.Contains(step.Version)).Select(NotAttempted)];
        return Base(failed is not null ? KindOf(failed, cancelled) : rest.Length > 0 ? OutcomeKind.Cancelled
            : plan.Steps.Count == 0 ? OutcomeKind.NothingToDo : OutcomeKind.Applied) with
        {
            Message = failed is null && rest.Length > 0
                ? $"Cancelled between two migrations; {plan.Steps.Count - rest.Length} of this run stay, {rest.Length} not "
                    + $"attempted." : null,
            From = history.Current,
            To = applied.Count == 0 ? null : applied.Max(),
            // Maintenance and profiles have no version; they show only if they failed.
            Steps = [.. results.Where(result => result.Migration.IsMigration), .. rest],
            Failed = failed,
            Unknown = plan.Unknown,
            AppliedCount = applied.Count,
        };
    }

    /// <summary>The plan would be carried out.</summary>
    public MigrationOutcome Planned(Plan plan, SchemaHistory history, bool nothingToDo) =>
        Base(nothingToDo ? OutcomeKind.NothingToDo : OutcomeKind.Planned) with
        {
            From = plan.From,
            To = plan.To,
            Steps = [.. plan.Steps.Select(NotAttempted).Select(step => step with { State = StepState.Planned })],
            Unknown = plan.Unknown,
            AppliedCount = history.Applied.Count,
        };

    /// <summary>The database has exactly what the build has.</summary>
    public MigrationOutcome UpToDate(SchemaFingerprint fingerprint) => Base(OutcomeKind.NothingToDo) with
    {
        From = fingerprint.Newest,
        To = fingerprint.Newest,
        AppliedCount = fingerprint.Count,
    };

    /// <summary>The session was lost in a step, and no other could go on from there.</summary>
    public MigrationOutcome NotRegained(StepRunner steps, MigrationOutcome why)
    {
        steps.GiveUp();
        var ended = Ended(steps.Plan, steps.Before, steps.Results);
        return why.Kind == OutcomeKind.Cancelled
            ? ended with { Kind = OutcomeKind.Cancelled, Message = "Cancelled while connecting again." }
            : ended with
            {
                Message = why.Message ?? why.Refusal?.Message
                    ?? (why.Holder is { } holder ? $"The deploy lock is held by {holder}." : null)
            };
    }

    /// <summary>The session was lost, and that too often.</summary>
    public MigrationOutcome Lost(string reason) =>
        Stopped(OutcomeKind.Unreachable, $"The connection to {Database} was lost: {reason}");

    /// <summary>Nobody confirmed that the plan's steps are to be reverted.</summary>
    public MigrationOutcome Unconfirmed(Plan plan, SchemaHistory history) => Refused(new(RefusalReason.Unconfirmed,
        $"{plan.Steps.Count} {(plan.Steps.Count == 1 ? "migration" : "migrations")} would be reverted, and that was not "
        + $"confirmed.", "to go on: --yes"),
        history, plan);

    public MigrationOutcome Refused(Refusal refusal, SchemaHistory? history = null, Plan? plan = null) =>
        Base(OutcomeKind.Refused) with
        {
            From = history?.Current,
            To = history?.Current,
            Refusal = refusal,
            Steps = [.. plan?.Steps.Select(NotAttempted) ?? []],
            AppliedCount = history?.Applied.Count ?? 0,
        };

    public MigrationOutcome Resolved(SchemaHistory before, SchemaHistory after) => Base(OutcomeKind.Applied) with
    {
        From = before.Current,
        To = after.Current,
        AppliedCount = after.Applied.Count,
    };

    public MigrationOutcome LockTimeout(LockHolder? holder) => Base(OutcomeKind.LockTimeout) with { Holder = holder };

    public MigrationOutcome Stopped(OutcomeKind kind, string message) => Base(kind) with { Message = message };

    private MigrationOutcome Base(OutcomeKind kind) =>
        new() { Kind = kind, Direction = direction, Database = Database, Notes = Notes };

    private StepResult NotAttempted(MigrationDescriptor migration) =>
        new(migration, direction, StepState.NotAttempted, TimeSpan.Zero);

    // Half done is told by its cause where the next run goes on by itself: then another try is all it needs.
    private static OutcomeKind KindOf(StepResult failed, bool cancelled) => failed.Failure!.Kind switch
    {
        _ when failed.State == StepState.Partial && failed.Failure.ResumesAt is null => OutcomeKind.Partial,
        StepFailureKind.Error or StepFailureKind.NotResumable when failed.State == StepState.Partial => OutcomeKind.Partial,
        StepFailureKind.Cancelled => OutcomeKind.Cancelled,
        // The server could not be told any more.
        StepFailureKind.CommitInDoubt when cancelled => OutcomeKind.Cancelled,
        StepFailureKind.LockTimeout or StepFailureKind.Conflict => OutcomeKind.LockTimeout,
        StepFailureKind.ConnectionLost or StepFailureKind.CommitInDoubt => OutcomeKind.Unreachable,
        _ => OutcomeKind.Failed,
    };
}
