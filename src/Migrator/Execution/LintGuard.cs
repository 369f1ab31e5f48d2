using Migrator.Catalog;
using Migrator.Planning;
using Migrator.Safety.Linting;

namespace Migrator.Execution;

/// <summary>Lints what a run is about to apply.</summary>
internal static class LintGuard
{
    /// <summary>What is found in the steps of a plan. The migrations below them are read, too: what they left decides about some findings.</summary>
    /// <exception cref="Database.ConfigurationException">A waiver makes no sense.</exception>
    public static LintReport Look(MigrationCatalog catalog, Plan plan, FluentMigratorHost host, LintOptions options)
    {
        var renderer = host.LocatingRenderer();
        return Look(catalog, plan, migration =>
        {
            var instance = host.Migrations[migration.Version].Migration;
            return LintReader.Of(instance.GetType(), migration, renderer.Up(instance));
        }, options);
    }

    /// <summary>The same, for a plan of which no run is made.</summary>
    /// <exception cref="Database.ConfigurationException">A waiver makes no sense.</exception>
    public static LintReport Look(MigrationCatalog catalog, Plan plan, PlanRenderer renderer, LintOptions options) =>
        Look(catalog, plan, renderer.Linted, options);

    /// <summary>The refusal; null if nothing counts.</summary>
    public static Refusal? Check(LintReport report, LintPolicy policy)
    {
        var count = policy.Mode == LintMode.Refuse ? report.Count(policy.FailOn) : 0;
        return count == 0 ? null : new(RefusalReason.Lint,
            $"lint finds {count} {(count == 1 ? "thing" : "things")} in the migrations to apply that should not be done like that.",
            "Write them otherwise, or waive a rule with a reason: [LintWaiver(\"rule\", \"why\")]. To apply them all the same, once: --lint warn");
    }

    private static LintReport Look(MigrationCatalog catalog, Plan plan, Func<MigrationDescriptor, LintedMigration> read, LintOptions options)
    {
        HashSet<long> steps = [.. plan.Steps.Select(step => step.Version)];
        var last = steps.Max();
        return Linter.Lint(
            catalog.Migrations.TakeWhile(migration => migration.Version <= last).Select(read), options with { Includes = migration => steps.Contains(migration.Version) });
    }
}
