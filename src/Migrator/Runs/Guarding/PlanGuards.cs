using Migrator.FluentRunner.Rendering;

namespace Migrator.Runs.Guarding;

/// <summary>What a run's guards let pass.</summary>
/// <param name="AllowStaleManifest">Whether a manifest that does not tell what the migrations are is only noted.</param>
/// <param name="Lint">Whether what is about to be applied is looked at.</param>
internal sealed record GuardPolicy(bool AllowStaleManifest, LintPolicy Lint)
{
    /// <summary>Nothing is guarded: for a database that is thrown away.</summary>
    public static GuardPolicy None { get; } = new(AllowStaleManifest: true, LintPolicy.Off) { LooksElsewhere = false };

    /// <summary>Whether a history of the same migrations elsewhere in the database keeps a run from beginning another
    /// one.</summary>
    public bool LooksElsewhere { get; init; } = true;

    /// <summary>The option by which a run stops above a migration that cannot be reverted.</summary>
    public string StopOption { get; init; } = "--target";

    /// <summary>The same for this database's server.</summary>
    public GuardPolicy On(DatabaseIdentity database) => this with { Lint = Lint.On(database) };
}

/// <summary>What the guards say of a plan.</summary>
/// <param name="Refusal">Why it is not carried out; null if it may be.</param>
/// <param name="Lint">What the linter found, where that is why.</param>
/// <param name="Notes">What is worth knowing, a sentence each.</param>
internal sealed record GuardResult(Refusal? Refusal, LintReport? Lint, IReadOnlyList<string> Notes);

/// <summary>
/// What is asked of a plan before anything is touched: the same, in the same order, whether it is run, shown by a dry run, or
/// written as a script.
/// </summary>
internal static class PlanGuards
{
    /// <param name="assembly">The migrations.</param>
    /// <param name="catalog">What the code has.</param>
    /// <param name="plan">What is to be done.</param>
    /// <param name="policy">What may pass.</param>
    /// <param name="rendered">What is known of its work.</param>
    /// <exception cref="ConfigurationException">A waiver makes no sense.</exception>
    public static GuardResult Check(
        MigrationAssembly assembly, MigrationCatalog catalog, Plan plan, GuardPolicy policy, IRenderedPlan rendered)
    {
        // Nothing begins that cannot end.
        if (rendered.Problem(plan) is { } problem)
            return new(Refuse(problem, plan.Direction, policy), null, []);
        if (plan.Direction == Direction.Down)
            return new(null, null, []);

        List<string> notes = [.. plan.Steps.Where(step => rendered.SendsNothing(step.Version))
            .Select(step => $"{step} sends nothing: it is recorded as applied, and changes nothing.")];
        if (ManifestGuard.Check(catalog, plan, assembly.Generator.Record, rendered.Checksum) is { } stale)
        {
            if (!policy.AllowStaleManifest)
                return new(stale, null, notes);
            notes.Add(stale.Message);
        }

        if (policy.Lint.Mode == LintMode.Off || plan.Steps.Count == 0)
            return new(null, null, notes);

        var report = LintGuard.Look(assembly, catalog, plan, policy.Lint.Options);
        if (LintGuard.Check(report, policy.Lint) is { } unsafeOnes)
            return new(unsafeOnes, report, notes);
        notes.AddRange(LintGuard.Notes(report));
        return new(null, null, notes);
    }

    private static Refusal Refuse(StepProblem problem, Direction direction, GuardPolicy policy) => problem.Next is { } next
        ? new(RefusalReason.Invalid,
            $"{(direction == Direction.Down ? "The Down of " : "")}{problem.Migration} cannot run: {problem.Message}. "
            + "Nothing was sent.",
            next)
        : new(RefusalReason.Irreversible, $"{problem.Migration} cannot be reverted: {problem.Message}",
            $"Nothing was touched. Stop above it: {policy.StopOption} {problem.Migration.Version}; or restore a backup.");
}
