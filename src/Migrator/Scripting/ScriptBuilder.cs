using System.Security.Cryptography;
using System.Text;
using Migrator.FluentRunner.Loading;
using Migrator.FluentRunner.Rendering;
using Migrator.Planning;
using Migrator.Runs;
using Migrator.SchemaCheck;

namespace Migrator.Scripting;

/// <summary>Makes a script, or says why there can be none. Offline.</summary>
internal sealed class ScriptBuilder(
    MigrationAssembly assembly, MigrationSelection selection, DatabaseOptions database, VersionTable table, EngineOptions options)
{
    private const int MostNamed = 5;

    public MigrationScript Build(MigrationCatalog catalog, ScriptOptions script)
    {
        var (plan, refusal) = ScriptPlanner.Plan(catalog, script.From, script.To, script.Direction);
        if (plan is null)
            return new(null, [], refusal);

        using var renderer = new PlanRenderer(assembly, selection, database.Schema);
        var steps = renderer.Render(plan);
        if (Refuse(plan, steps) is { } cannot)
            return new(null, plan.Steps, cannot);
        if (!script.AllowStaleManifest && ManifestGuard.Check(catalog, plan, renderer.Checksum) is { } stale)
            return new(null, plan.Steps, stale);

        var context = new ScriptContext(plan, script, database, table, RunOf(steps, script), options.ToolVersion, options.Build);
        return new(new ScriptWriter(context).Write(steps), plan.Steps);
    }

    private static Refusal? Refuse(Plan plan, IReadOnlyList<RenderedStep> steps)
    {
        if (steps.FirstOrDefault(step => step.Sql.Irreversible is not null) is { Sql.Irreversible: { } reason } irreversible)
            return Reversibility.Irreversible(irreversible.Migration, reason, "--to");

        (RenderedStep Step, string Reason)[] unknown =
        [
            .. steps.Select(step => (step, step.Sql.Opaque ?? step.Sql.Statements.Select(PsqlText.Problem).FirstOrDefault(problem => problem is not null)))
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
    private string RunOf(IReadOnlyList<RenderedStep> steps, ScriptOptions script)
    {
        var text = new StringBuilder($"{options.ToolVersion} {script.Direction} {script.Idempotent} {database.Schema} {table.QuotedName}");
        foreach (var step in steps)
            text.Append('\n').Append(step.Name).AppendJoin('\n', step.Sql.Statements);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..6];
    }
}
