using Migrator.FluentRunner.Injection;
using Migrator.FluentRunner.Rendering;
using Migrator.Linting;

namespace Migrator.Runs.Guarding;

/// <summary>Lints what a run is about to apply.</summary>
internal static class LintGuard
{
    /// <summary>What is found in the steps of a plan. The migrations below them are read, too: what they left decides about some
    /// findings.</summary>
    /// <exception cref="ConfigurationException">A waiver makes no sense.</exception>
    public static LintReport Look(MigrationAssembly assembly, MigrationCatalog catalog, Plan plan, LintOptions options)
    {
        HashSet<long> steps = [.. plan.Steps.Select(step => step.Version)];
        var last = steps.Max();
        using var _ = QuietLoggers.Pause();
        // The steps were looked at already; a script of an applied one is nobody's business any more.
        return Linter.Lint(
            LintReader.Read(assembly, catalog.Selection, readsOn: true)
                .TakeWhile(one => one.Migration.Version <= last),
            options with { Includes = migration => steps.Contains(migration.Version) });
    }

    /// <summary>The refusal; null if nothing counts.</summary>
    public static Refusal? Check(LintReport report, LintPolicy policy)
    {
        var count = policy.Mode == LintMode.Refuse ? report.Count(policy.FailOn) : 0;
        return count == 0 ? null : new(RefusalReason.Lint,
            $"lint finds {count} {(count == 1 ? "thing" : "things")} in the migrations to apply that should not be done like that.",
            "Write them otherwise, or waive a rule with a reason: [LintWaiver(\"rule\", \"why\")]. To apply them all the same, "
            + "once: --lint warn");
    }

    /// <summary>What is to be told of what does not keep from applying.</summary>
    public static IEnumerable<string> Notes(LintReport report) =>
        report.Findings.Where(one => one.Counts(LintSeverity.Note))
            .Select(finding => $"{finding.Migration}: {finding.Rule.Id}: {finding.Message}");
}
