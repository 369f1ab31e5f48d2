namespace Migrator.Planning;

/// <summary>Plans a script: from a version to a version, whatever a database may have. Pure.</summary>
internal static class ScriptPlanner
{
    public static PlanResult Plan(MigrationCatalog catalog, Target? from, Target to, Direction direction)
    {
        if (Resolve(from ?? (direction == Direction.Up ? Target.Zero : Target.Latest), catalog, out var start) is { } badStart)
            return badStart;
        if (Resolve(to, catalog, out var end) is { } badEnd)
            return badEnd;
        if (direction == Direction.Up ? start.IsAbove(end) : end.IsAbove(start))
            return new Refusal(RefusalReason.WrongDirection, direction == Direction.Up
                    ? $"--from {from} lies above --to {to}: a script up goes to a newer version."
                    : $"--to {to} lies above --from {from?.Text ?? "latest"}: a script down goes to an older version.",
                direction == Direction.Up ? "To revert: --down" : "To apply: without --down");

        var (low, high) = direction == Direction.Up ? (start, end) : (end, start);
        var chosen = catalog.Migrations.Where(migration => !low.Reaches(migration.Version) && high.Reaches(migration.Version));
        MigrationDescriptor[] steps = [.. direction == Direction.Up ? chosen : chosen.Reverse()];
        if (steps.FirstOrDefault(step => step.IsConditional) is { } conditional)
            return new Refusal(RefusalReason.Opaque,
                $"{conditional} has a migration constraint: whether it is run depends on what a database has, and a script "
                + $"knows none.",
                "Run it with up; make scripts of what lies before and after it: --to, --from");

        return new Plan(direction, steps, start.Newest, end.Newest, []);
    }

    private static Refusal? Resolve(Target target, MigrationCatalog catalog, out Place place)
    {
        place = Place.Zero;
        if (target.Kind == TargetKind.Relative)
            return new(RefusalReason.UnknownTarget, $"{target} counts from where a database is, and a script knows none.",
                "Give a version or a name.");

        (place, var refusal) = TargetResolver.Resolve(target, Direction.Up, catalog, []);
        return refusal;
    }
}
