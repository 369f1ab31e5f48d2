using Migrator.FluentRunner.Loading;
using Migrator.FluentRunner.Rendering;
using Migrator.Planning;
using Migrator.SchemaCheck;
using Migrator.Statements.Sending;

namespace Migrator.Runs;

/// <summary>Tells what a run would do, from a look at the database and the SQL that is known without it.</summary>
internal sealed class DryRun(
    MigrationAssembly assembly, MigrationSelection selection, string schema, Direction direction, UpOptions? up = null)
{
    public MigrationPreview Tell(DryRunLook look, MigrationCatalog catalog, PlanResult result)
    {
        var outcome = new OutcomeBuilder(direction) { Database = look.Database };
        if (result.Plan is not { } plan)
            return new(outcome.Refused(result.Refusal!, look.History));

        List<string> notes = [];
        if (look.Standby)
            notes.Add("This server is a standby: a run would be refused here, and needs the primary.");
        if (plan.Accepted.Count > 0)
            notes.Add($"It would be accepted that {string.Join(", ", plan.Accepted)} {(plan.Accepted.Count == 1 ? "was" : "were")} edited after being applied.");

        var nothing = plan.Steps.Count == 0 && !(direction == Direction.Up && catalog.RunsWithoutPending);
        IReadOnlyList<RenderedStep> steps = [];
        if (!nothing)
        {
            using var renderer = new PlanRenderer(assembly, selection, schema);
            steps = renderer.Render(plan);
            if (steps.FirstOrDefault(step => step.Sql.Irreversible is not null) is { Sql.Irreversible: { } reason } irreversible)
                return new(outcome.Refused(Reversibility.Irreversible(irreversible.Migration, reason), look.History, plan));
            if (ManifestGuard.Check(catalog, plan, renderer.Checksum) is { } stale)
            {
                if (up?.AllowStaleManifest is not true)
                    return new(outcome.Refused(stale, look.History, plan));
                notes.Add(stale.Message);
            }

            if (up?.Lint is { Mode: not LintMode.Off } lint && plan.Steps.Count > 0)
            {
                var report = LintGuard.Look(assembly, catalog, plan, lint.Options);
                if (LintGuard.Check(report, lint) is { } found)
                    return new(outcome.Refused(found, look.History, plan) with { Lint = report });
                notes.AddRange(LintGuard.Notes(report));
            }
        }

        return new(outcome.Planned(plan, look.History, nothing))
        {
            Steps = [.. steps.Select(step => Preview(step, look.History.Dirty.FirstOrDefault(dirty => dirty.Version == step.Migration.Version)))],
            Creates = nothing && plan.Accepted.Count == 0 ? [] : look.Creates,
            Schema = schema,
            Notes = notes,
            Running = look.Running,
        };
    }

    // A run goes on where an earlier one stopped, if the statements up to there are still the same.
    private static PreviewStep Preview(RenderedStep step, DirtyMigration? earlier)
    {
        var (statements, opaque) = (step.Sql.Statements, step.Sql.Opaque);
        if (earlier is null)
            return new(step.Migration, statements, opaque);

        var ledger = new StatementLedger(earlier);
        var done = 0;
        var note = $"Run {earlier.Run} began it and did not finish";
        try
        {
            foreach (var statement in statements)
            {
                var verdict = ledger.Next(statement);
                if (verdict == StatementVerdict.Done)
                    done++;
                else if (verdict == StatementVerdict.Begun)
                    note += $"; whether statement {ledger.Number} was done is found out by the run";
            }

            if (opaque is null && earlier.StatementsDone is { } before && statements.Count < before)
                throw NotResumableException.Changed(before);
        }
        catch (NotResumableException exception)
        {
            return new(step.Migration, [], opaque, $"{note}. The run would stop at it: {exception.Message}");
        }

        return new(step.Migration, [.. statements.Skip(done)], opaque, note + (done == 0 ? "." : $"; {(done == 1 ? "statement 1 is" : $"statements 1 to {done} are")} done."));
    }
}
