using FluentMigrator;
using Migrator.FluentRunner.Injection;

namespace Migrator.FluentRunner.Rendering;

/// <summary>
/// Finds the line of a migration that asked for what failed. While all goes well nobody asks for lines, which take time; once a
/// step has failed it is rendered again, with the answers that it had from the database.
/// </summary>
/// <param name="services">FluentMigrator's services, with its PostgreSQL generator.</param>
/// <param name="assembly">Whose migrations.</param>
/// <param name="schema">The schema of unqualified names.</param>
internal sealed class StepLocator(IServiceProvider services, MigrationAssembly assembly, string schema)
{
    /// <summary>The line; null without debug symbols, or where nothing tells.</summary>
    public SourceLocation? Find(IMigration migration, Direction direction, StepFailure failure, IReadOnlyList<object> answers)
    {
        if (failure.Kind is StepFailureKind.Cancelled or StepFailureKind.ConnectionLost or StepFailureKind.CommitInDoubt)
            return null;
        // What the migration's own code threw, or let through, knows where that was.
        if (failure.Exception is { } thrown && CallSite.Find(thrown, migration.GetType()) is { } line)
            return line;

        // It has had its say.
        using var _ = QuietLoggers.Pause();
        var renderer = new MigrationRenderer(services, assembly, schema, locates: true, readsOn: true);
        var rendered = renderer.Again(migration, direction, answers);
        return failure.Sql is { } sql ? Of(rendered.Commands, sql, failure.Statement)
            // An expression that failed before it sent anything fails again.
            : failure.SqlState is null && rendered.Known is null ? rendered.OpaqueAt : null;
    }

    // By the text; where it stands several times, the number tells, and so it does where a clock or a random number in it made
    // another text.
    private static SourceLocation? Of(IReadOnlyList<RenderedStatement> commands, string sql, int? number)
    {
        RenderedStatement[] same = [.. commands.Where(command => command.Sql == sql)];
        return (same.LastOrDefault(one => one.Number <= number) ?? same.FirstOrDefault()
            ?? commands.FirstOrDefault(command => command.Number == number))?.Location;
    }
}
