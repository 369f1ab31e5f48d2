using Migrator.Safety.Rehearsal;

namespace Migrator.Cli.Output;

/// <summary>What <c>rehearse</c> found; text and JSON show the same.</summary>
/// <param name="Result">What was seen.</param>
/// <param name="Level">The worst verdict that is let pass; null for any.</param>
/// <param name="ShowSql">Whether SQL may be shown.</param>
/// <param name="Stopped">What ended it before its time; null if nothing did.</param>
internal sealed record RehearsalReport(RehearsalResult Result, Verdict? Level, bool ShowSql, OutcomeReport? Stopped)
{
    public ExitCode ExitCode => Stopped?.ExitCode ?? (Above.Any() ? ExitCode.Refused : ExitCode.Success);

    /// <summary>What is wrong; null if it may pass.</summary>
    public ErrorDetail? Error => Stopped is not null ? Stopped.Error
        : !Above.Any() ? null
        : new("Level", $"{Words.Count(Above.Count(), "migration")} {(Above.Count() == 1 ? "is" : "are")} above the level {VerdictWords.Name(Level!.Value)}: "
            + string.Join(", ", Above.Select(one => $"{one.Migration} ({VerdictWords.Of(one.Verdict)})")) + ".",
            $"change them, or let them pass: --level {VerdictWords.Name(Result.Verdict)}");

    private IEnumerable<RehearsedMigration> Above => Result.Migrations.Where(one => one.Verdict > Level);
}
