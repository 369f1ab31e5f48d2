using Migrator.FluentRunner.Rendering;
using Migrator.Planning;
using Migrator.Runs.Guarding;
using Migrator.Runs.Opening;
using Migrator.SchemaCheck;
using Migrator.Sql;

namespace Migrator.Scripting;

/// <summary>Makes a script, or says why there can be none. Offline.</summary>
internal sealed class ScriptBuilder(RunSetup setup)
{
    private const int MostNamed = 5;

    public MigrationScript Build(ScriptOptions script)
    {
        var catalog = setup.Catalog;
        var table = setup.Locate(catalog);
        var (plan, refusal) = ScriptPlanner.Plan(catalog, script.From, script.To, script.Direction);
        if (plan is null)
            return new(null, [], refusal);

        using var renderer = new PlanRenderer(setup.Assembly, setup.Selection, setup.Database.Schema);
        var steps = renderer.Render(plan);
        var guards = PlanGuards.Check(setup.Assembly, catalog, plan,
            new(script.AllowStaleManifest, script.Lint) { StopOption = "--to" }, renderer);
        // What can never run, or be reverted, cannot be known either, and the former says more.
        if ((guards.Refusal is { Reason: RefusalReason.Irreversible or RefusalReason.Invalid } never ? never
            : Opaque(plan, steps) ?? guards.Refusal) is { } cannot)
            return new(null, plan.Steps, cannot) { Lint = cannot == guards.Refusal ? guards.Lint : null };

        var context = new ScriptContext(plan, script, setup.Database, table, RunOf(steps, script, table),
            setup.Options.ToolVersion, setup.Options.Build, setup.Assembly.Generator.Record);
        return new(new ScriptWriter(context).Write(steps), plan.Steps) { Notes = guards.Notes };
    }

    private static Refusal? Opaque(Plan plan, IReadOnlyList<RenderedStep> steps)
    {
        (RenderedStep Step, string Reason)[] unknown =
        [
            .. steps.Select(step => (step,
                step.Sql.Opaque ?? step.Sql.Statements.Select(PsqlText.Problem).FirstOrDefault(problem => problem is not null)))
                .Where(one => one.Item2 is not null).Select(one => (one.step, one.Item2!)).DistinctBy(one => one.step.Name),
        ];
        return unknown.Length == 0 ? null : new(RefusalReason.Opaque,
            $"No script can be made of {string.Join(", ", unknown.Take(MostNamed).Select(one => $"{one.Step.Name} ({one.Reason})"))}"
            + (unknown.Length > MostNamed ? $" and {unknown.Length - MostNamed} more." : "."),
            Around(plan, [.. unknown.Select(one => one.Step)]));
    }

    private static string Around(Plan plan, RenderedStep[] unknown)
    {
        var up = plan.Direction == Direction.Up;
        var versions = plan.Steps.Select(step => step.Version).ToList();
        var (first, last) = (versions.IndexOf(unknown[0].Migration.Version), versions.IndexOf(unknown[^1].Migration.Version));
        string[] others =
        [
            .. first > 0 ? [$"before: --to {versions[up ? first - 1 : first]}"] : (string[])[],
            .. last >= 0 && last < versions.Count - 1 ? [$"after: --from {versions[up ? last : last + 1]}"] : (string[])[],
        ];
        return $"Run {(unknown.Length == 1 ? "it" : "them")} with dotnet migrator {(up ? "up" : "down")}."
            + (others.Length == 0 ? "" : $" Scripts can be made of what comes {string.Join("; ", others)}");
    }

    // Of what it does, not of chance: a script that is made again can be compared with the one that was reviewed.
    private string RunOf(IReadOnlyList<RenderedStep> steps, ScriptOptions script, VersionTable table)
    {
        using var hash = new TextHash();
        hash.Write($"{setup.Options.ToolVersion} {script.Direction} {script.Idempotent} {setup.Database.Schema} "
            + table.QuotedName);
        foreach (var step in steps)
        {
            hash.Write($"\n{step.Name}");
            var between = "";
            foreach (var statement in step.Sql.Statements)
            {
                hash.Write(between);
                hash.Write(statement);
                between = "\n";
            }
        }

        return hash.End()[..6];
    }
}
