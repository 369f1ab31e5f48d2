namespace Migrator.FluentRunner.Rendering;

/// <summary>Why a piece of a plan can never run, whatever the database is like.</summary>
/// <param name="Migration">The migration, maintenance or profile.</param>
/// <param name="Message">Why, in a sentence without its end.</param>
/// <param name="Next">What to do about it; null where it is a Down that cannot be built.</param>
internal sealed record StepProblem(MigrationDescriptor Migration, string Message, string? Next)
{
    private const string Mend = "mend it; dotnet migrator lint finds all of this kind.";

    /// <summary>What is known against a rendered migration; null if nothing is.</summary>
    public static StepProblem? Of(MigrationDescriptor migration, RenderedMigration rendered, Direction direction)
    {
        if (rendered.Irreversible is { } irreversible)
            return new(migration, irreversible, null);
        if (rendered.Invalid is { } invalid)
            return direction == Direction.Down ? new(migration, $"its Down is not valid: {invalid}.", null)
                : new(migration, invalid, Mend);

        return rendered.Refused(migration.Transactional) is { } refused ? new(migration, refused.Message, refused.Next) : null;
    }
}
