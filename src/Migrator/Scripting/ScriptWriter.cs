using System.Globalization;
using System.Text;
using Migrator.Database.History;
using Migrator.FluentRunner.Rendering;
using Migrator.SchemaCheck;

namespace Migrator.Scripting;

/// <summary>Writes a script for psql.</summary>
internal sealed class ScriptWriter(ScriptContext context)
{
    private readonly StringBuilder _text = new();
    private readonly ScriptSession _session = new(context.Database, context.Run);
    private readonly ScriptRecords _records = new(context);

    public string Write(IReadOnlyList<RenderedStep> steps)
    {
        foreach (var line in Header())
            _text.Append(line).Append('\n');
        var guards = new ScriptGuards(context);
        Part("", ScriptSession.Client, _session.Begin);
        Part("-- The deploy lock: no other run meanwhile.", guards.Lock);
        Part("-- The version table and the journal, where they are missing.", ScriptTables.Sql(context.Table));
        if (!context.IsUp)
            Part("-- A row of it can be deleted, also where a publication publishes that.",
                ReplicaIdentity.Script(context.Table));
        Part("-- As a run sets its session. Unqualified names are those of the schema "
            + Identifier.Quote(context.Database.Schema) + ".", _session.Set);
        Part("-- A database that this script is made for?", guards.Verify);

        var writer = new ScriptSteps(_records, _session);
        for (var i = 0; i < steps.Count;)
        {
            var around = steps[i].Around;
            var group = steps.Skip(i).TakeWhile(step => step.Around == around).ToList();
            i += group.Count;
            Group(group, writer, isLast: i == steps.Count);
        }

        Part("", guards.Unlock);
        return _text.ToString();
    }

    private IEnumerable<string> Header()
    {
        var (plan, options) = (context.Plan, context.Options);
        yield return $"-- Made by migrator {context.ToolVersion}: {(context.IsUp ? "up" : "down")} from {Place(plan.From)} to "
            + $"{Place(plan.To)}, "
            + $"{plan.Steps.Count} {(plan.Steps.Count == 1 ? "migration" : "migrations")}"
            + $"{(options.Idempotent ? $"; what is {(context.IsUp ? "applied" : "reverted")} already is passed over" : "")}. "
            + $"Run {context.Run} in the journal.";
        foreach (var breaking in plan.Steps.Where(step => context.IsUp && step.Breaking))
            yield return $"-- BREAKING: {breaking}: older builds of the application stop working.";
        yield return $"""
            --
            -- For psql 10 or newer, {(context.Database.Role is { } role ? $"as a role that may SET ROLE {role}" : "as the role that is to own what it creates")}, straight on PostgreSQL (no pooler that shares sessions):
            --   psql -X -v ON_ERROR_STOP=1 -f THIS_FILE "host=... dbname=... user=..."
            -- It stops at the first error. A migration in a transaction is then wholly undone, and those before it stay; one outside a
            -- transaction is unfinished: dotnet migrator status tells where it stopped, dotnet migrator up goes on with it where it can.
            """;
    }

    // A migration with the maintenance around it, or what runs once.
    private void Group(List<RenderedStep> group, ScriptSteps writer, bool isLast)
    {
        var guarded = context.Options.Idempotent && group.FirstOrDefault(step => step.IsMigration) is { } migration
            ? migration : null;
        if (guarded is not null)
            Part($"-- {guarded.Name}, unless it was done", $"SELECT {_records.IsToDo(guarded)} AS migrator_todo \\gset",
                "\\if :migrator_todo");
        foreach (var step in group)
        {
            Part($"-- {step.Name}{(step.Migration.Transactional ? "" : ", not in a transaction")}",
                [.. writer.Lines(step, skippable: guarded is not null)]);
            if (!(isLast && step == group[^1]) && _session.After(step.Sql.Statements) is { } restore)
                Part("-- The session's settings, which that may have changed.", restore);
        }

        if (guarded is not null)
            _text.Append("\\endif\n");
    }

    private void Part(string comment, params string[] lines)
    {
        _text.Append('\n');
        if (comment.Length > 0)
            _text.Append(comment).Append('\n');
        foreach (var line in lines)
            _text.Append(line).Append('\n');
    }

    private static string Place(long? version) => version?.ToString(CultureInfo.InvariantCulture) ?? "zero";
}
