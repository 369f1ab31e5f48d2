using Migrator.Database.Locking;
using Migrator.FluentRunner.Rendering;
using Migrator.Planning;
using Migrator.Runs.Guarding;
using Migrator.Runs.Looking;
using Migrator.Runs.Opening;
using Migrator.SchemaCheck;
using Migrator.Sql.Texts;
using Migrator.Statements.Sending;

namespace Migrator.Runs;

/// <summary>
/// <c>--dry-run</c>: tells what a run would do, from a look at the database and the SQL that is known without it. Writes nothing,
/// locks nothing.
/// </summary>
internal sealed class PreviewRun(RunSetup setup, IProgress<MigrationProgress>? progress)
{
    /// <summary>Of an <c>up</c>.</summary>
    public Task<MigrationPreview> UpAsync(Target target, UpOptions options, CancellationToken cancellationToken) => RunAsync(
        Direction.Up, (catalog, history) =>
            Planner.PlanUp(catalog, history, target, options.Policy), options.Guards, cancellationToken);

    /// <summary>Of a <c>down</c>; nobody is asked.</summary>
    public Task<MigrationPreview> DownAsync(Target target, CancellationToken cancellationToken) => RunAsync(
        Direction.Down, (catalog, history) =>
            Planner.PlanDown(catalog, history, target), new(AllowStaleManifest: false, LintPolicy.Off), cancellationToken);

    private async Task<MigrationPreview> RunAsync(
        Direction direction, Func<MigrationCatalog, SchemaHistory, PlanResult> makePlan, GuardPolicy policy,
        CancellationToken cancellationToken)
    {
        var (session, catalog) = await setup.Opener(progress).OpenAsync(migrates: false, () => setup.Catalog, cancellationToken)
            .ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        var table = setup.Locate(catalog);
        var look = await SessionOpener.LookAsync(session, table,
            () => PreviewLook.TakeAsync(session, table, setup.Database, catalog, direction, cancellationToken))
                .ConfigureAwait(false);
        var outcome = new OutcomeBuilder(direction) { Database = look.Database };
        var (plan, refusal) = makePlan(catalog, look.History);
        return plan is null ? new(outcome.Refused(refusal!, look.History)) : Tell(look, catalog, plan, policy, outcome);
    }

    private MigrationPreview Tell(PreviewLook look, MigrationCatalog catalog, Plan plan, GuardPolicy policy,
        OutcomeBuilder outcome)
    {
        List<string> notes = plan.Direction == Direction.Down ? []
            : [.. RunNotes.Of(setup, catalog, look.History, setup.Options.ComparesManifest || plan.Steps.Count > 0)];
        if (!look.RunningIsKnown)
            notes.Add(DeployLock.NotKnown);
        if (look.Standby)
            notes.Add("This server is a standby: a run would be refused here, and needs the primary.");
        if (plan.Accepted.Count > 0)
            notes.Add($"It would be accepted that {string.Join(", ", plan.Accepted)} "
                + $"{(plan.Accepted.Count == 1 ? "was" : "were")} edited after being applied.");

        if (look.Elsewhere.Note is { } elsewhere)
            notes.Add(elsewhere);

        var nothing = plan.Steps.Count == 0 && !(plan.Direction == Direction.Up && catalog.RunsWithoutPending);
        IReadOnlyList<RenderedStep> steps = [];
        if (!nothing && look.Elsewhere.Refusal is { } history)
            return new(outcome.Refused(history, look.History, plan));
        if (!nothing)
        {
            using var renderer = new PlanRenderer(setup.Assembly, setup.Selection, setup.Database.Schema);
            steps = renderer.Render(plan);
            var guards = PlanGuards.Check(setup.Assembly, catalog, plan, policy.On(look.Database), renderer);
            if (guards.Refusal is { } refusal)
                return new(outcome.Refused(refusal, look.History, plan) with { Lint = guards.Lint });
            notes.AddRange(guards.Notes);
        }

        return new(outcome.Planned(plan, look.History, nothing))
        {
            Steps = [.. steps.Select(step => Preview(step,
                look.History.Dirty.FirstOrDefault(dirty => step.IsMigration && dirty.Version == step.Migration.Version)))],
            Creates = nothing && plan.Accepted.Count == 0 ? [] : look.Creates,
            Schema = setup.Database.Schema,
            Generator = setup.Assembly.Generator.Record,
            Notes = notes,
            Running = look.Running,
        };
    }

    // A run goes on where an earlier one stopped, if the statements up to there are still the same.
    private static PreviewStep Preview(RenderedStep step, DirtyMigration? earlier)
    {
        var (statements, opaque) = (step.Sql.Statements, step.Sql.Opaque);
        if (earlier is null)
            return new(step.Migration, [.. statements.Select(ShownText.Of)], opaque);

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

        return new(step.Migration, [.. statements.Skip(done).Select(ShownText.Of)], opaque,
            note + (done == 0 ? "." : $"; {(done == 1 ? "statement 1 is" : $"statements 1 to {done} are")} done."));
    }
}
