using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Rehearse.Findings;

/// <summary>What <c>rehearse</c> found; text, JSON and the reports show the same.</summary>
/// <param name="result">What was seen.</param>
/// <param name="level">The worst verdict that is let pass; null for any.</param>
/// <param name="showSql">Whether SQL may be shown.</param>
/// <param name="stopped">What ended it before its time; null if nothing did.</param>
internal sealed class RehearsalSummary(RehearsalReport result, RehearsalVerdict? level, bool showSql, OutcomeReport? stopped)
{
    public RehearsalReport Rehearsal => result;

    public RehearsalVerdict? Level => level;

    public bool ShowSql => showSql;

    public OutcomeReport? Stopped => stopped;

    public ExitCode ExitCode => Stopped?.ExitCode ?? (Above.Any() ? ExitCode.Refused : ExitCode.Success);

    /// <summary>What is wrong; null if it may pass.</summary>
    public ErrorDetail? Error => Stopped is not null ? Stopped.Error
        : !Above.Any() ? null
        : new("Level",
            $"{Words.Count(Above.Count(), "migration")} {(Above.Count() == 1 ? "is" : "are")} above the level "
            + $"{VerdictWords.Name(Level!.Value)}: "
            + string.Join(", ", Above.Select(one => $"{one.Migration} ({VerdictWords.Of(one.Verdict)})")) + ".",
            $"change them, or let them pass: --level {VerdictWords.Name(result.Verdict)}");

    /// <summary>How many there are of each verdict, <c>3 migrations, 2 safe online, 1 rewrites</c>, and where it
    /// stopped.</summary>
    public string Counts => result.Migrations.Count == 0 && result.NotRehearsed.Count == 0 && Stopped is null ? "nothing pending"
        : string.Join(", ", [.. Stopped is null || result.Migrations.Count > 0
            ? [Words.Count(result.Migrations.Count, "migration"), .. OfEach] : (string[])[],
            .. Stopped is null ? [] : (string[])[Failed is { } failed ? $"stopped at {failed.Migration}" : "stopped"]]);

    /// <summary>The migration that ended it before its time; null if none did.</summary>
    public StepResult? Failed => result.Stopped?.Failed;

    /// <summary>Where that one failed, in words.</summary>
    public string FailedAt => Failed?.Failure is not { Statement: { } number } failure ? "failed"
        : $"failed at statement {number}{(failure.Statements is { } all ? $" of {all}" : "")}";

    /// <summary>What is true at the end.</summary>
    public string Conclusion => result.Migrations.Count == 0 && result.NotRehearsed.Count == 0
        ? $"Nothing to rehearse: the schema is at {Words.Version(result.From)}."
        : $"{Words.Count(result.Migrations.Count, "migration")} "
            + $"rehearsed{(OfEach.Any() ? $": {string.Join(", ", OfEach)}" : "")}. {Reversible}";

    /// <summary>Whether each can be reverted.</summary>
    public string Reversible => result.Migrations.All(one => one.IsReversible)
        ? "Each was reverted exactly, and applied again."
        : $"{result.Migrations.Count(one => !one.IsReversible)} cannot be reverted exactly.";

    private IEnumerable<string> OfEach =>
        result.Migrations.GroupBy(one => one.Verdict).OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {VerdictWords.Of(group.Key)}");

    private IEnumerable<RehearsedMigration> Above => result.Migrations.Where(one => one.Verdict > Level);
}
