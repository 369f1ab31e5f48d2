using Migrator.SchemaCheck;

namespace Migrator.Planning;

/// <summary>Catalog + history + target -> plan or refusal. Pure: no I/O, no clock, no FluentMigrator.</summary>
internal static class Planner
{
    /// <summary>Plans an <c>up</c>.</summary>
    public static PlanResult PlanUp(MigrationCatalog catalog, SchemaHistory history, Target target, PlanPolicy policy)
    {
        if (OtherStreams.Check(catalog, history) is { } otherStream)
            return otherStream;
        List<long> applied = [.. history.Applied.Select(migration => migration.Version)];
        var difference = Difference(catalog, history with { Dirty = [] }, applied);
        if (TooNew(difference, history) is { } tooNew)
            return tooNew;
        MigrationDescriptor[] edited = [.. difference.Edited.Select(catalog.Find).OfType<MigrationDescriptor>()];
        if (edited.Length > 0 && !policy.AllowEdited)
            return Edited(edited);
        if (target.Kind == TargetKind.Zero)
            return TargetResolver.WrongWay(target, Direction.Up);

        var (place, refusal) = TargetResolver.Resolve(target, Direction.Up, catalog, applied);
        if (refusal is not null)
            return refusal;

        MigrationDescriptor[] steps = UnfinishedFirst(
            difference.Pending.Where(place.Reaches).Select(pending => catalog.Find(pending)!), history);
        if (Unfinished(Direction.Up, steps, history) is { } unfinished)
            return unfinished;
        if (steps.Length == 0)
            return target.Kind == TargetKind.Migration
                && applied.Any(have => !place.Reaches(have) && catalog.Find(have) is not null)
                ? TargetResolver.WrongWay(target, Direction.Up)
                : new Plan(Direction.Up, steps, history.Current, history.Current, difference.Unknown) { Accepted = edited };

        if (difference.Unknown.Count > 0)
            return Diverged(difference, steps);
        if (!policy.AllowOutOfOrder && OutOfOrder(steps, history) is { } outOfOrder)
            return outOfOrder;
        // No build can be running on a schema of which nothing is there.
        if (!policy.AllowBreaking && applied.Count > 0 && Breaking(steps) is { } breaking)
            return breaking;

        return new Plan(Direction.Up, steps, history.Current,
            steps.Select(step => step.Version).Append(history.Current ?? long.MinValue).Max(), difference.Unknown)
        {
            Accepted = edited,
        };
    }

    /// <summary>Plans a <c>down</c>. Whether each step can be reverted is for the execution to find out, before anything
    /// runs.</summary>
    public static PlanResult PlanDown(MigrationCatalog catalog, SchemaHistory history, Target target)
    {
        if (OtherStreams.Check(catalog, history) is { } otherStream)
            return otherStream;
        List<long> applied = [.. history.Applied.Select(migration => migration.Version)];
        var difference = Difference(catalog, history with { Dirty = [] }, applied);
        if (TooNew(difference, history) is { } tooNew)
            return tooNew;
        if (target.Kind == TargetKind.Latest)
            return TargetResolver.WrongWay(target, Direction.Down);

        var (place, refusal) = TargetResolver.Resolve(target, Direction.Down, catalog, applied);
        if (refusal is not null)
            return refusal;
        if (target.Kind == TargetKind.Migration && place.IsAbove(new(history.Current)))
            return TargetResolver.WrongWay(target, Direction.Down);

        long[] revert = [.. applied.Where(candidate => !place.Reaches(candidate)).Reverse()];
        long[] foreign = [.. revert.Where(candidate => catalog.Find(candidate) is null)];
        if (foreign.Length > 0)
            return new Refusal(RefusalReason.Diverged,
                $"The database has {Count(foreign.Length, "version")} above the target that this build cannot revert: "
                + $"{List(foreign)}.",
                "Run down with the build that has them (and with the same tags and namespace), or choose a higher target.");

        MigrationDescriptor[] steps = UnfinishedFirst(revert.Select(candidate => catalog.Find(candidate)!), history);
        if (Unfinished(Direction.Down, steps, history) is { } unfinished)
            return unfinished;

        return new Plan(Direction.Down, steps, history.Current,
            applied.Where(place.Reaches).Select(candidate => (long?)candidate).LastOrDefault(), difference.Unknown);
    }

    /// <summary>The difference between the code and the database, constraints heeded.</summary>
    public static SchemaComparison Difference(MigrationCatalog catalog, SchemaHistory history,
        IReadOnlyCollection<long> applied) =>
        SchemaComparison.Of(catalog.Required(applied).Select(migration => migration.Version), catalog.KnownVersions, history,
            catalog.Checksums, catalog.Manifest?.Generator);

    private static Refusal Edited(MigrationDescriptor[] edited) =>
        new(RefusalReason.Edited,
            $"{List(edited.AsEnumerable())} {(edited.Length == 1 ? "was" : "were")} edited after "
            + $"{(edited.Length == 1 ? "it was" : "they were")} applied: "
            + "what the database has is not what the code says.",
            "Undo the edit and write a new migration. Or, if the edit changes nothing that matters, accept it once: --edited allow");

    private static Refusal? TooNew(SchemaComparison difference, SchemaHistory history) =>
        difference.Verdict != SchemaVerdict.TooNew ? null
        : new(RefusalReason.TooNew,
            $"The database has the breaking migration {history.Floor}, which this build does not know: it is too old for this schema.",
            "Deploy a build that has it.");

    // What stopped in the middle is finished before anything else is begun.
    private static MigrationDescriptor[] UnfinishedFirst(IEnumerable<MigrationDescriptor> steps, SchemaHistory history) =>
        [.. steps.OrderBy(step => !history.Dirty.Any(dirty => dirty.Version == step.Version))];

    // Whether it can really go on is for the execution to find out: it knows the statements.
    private static Refusal? Unfinished(Direction direction, MigrationDescriptor[] steps, SchemaHistory history) =>
        history.Dirty.FirstOrDefault(dirty => dirty.StatementsDone is null
            || dirty.Direction == JournalRules.Down != (direction == Direction.Down)
            || !steps.Any(step => step.Version == dirty.Version && !step.Transactional)) is { } stuck ? Dirty(stuck) : null;

    private static Refusal Dirty(DirtyMigration dirty)
    {
        var stopped = dirty.Statement is { } statement ? $"at statement {statement}" : "at an unknown statement (it was killed)";
        var way = dirty.Direction == JournalRules.Down ? "being reverted" : "being applied";
        return new(RefusalReason.Dirty,
            $"{dirty.Version} {dirty.Name} stopped in the middle of {way}, {stopped} "
            + $"(run {dirty.Run}, begun {dirty.StartedAt:yyyy-MM-dd HH:mm:ss} UTC).",
            $"""
            Look at what it left behind (an INVALID index, a half-done backfill). Then either
                finish it by hand:  dotnet migrator resolve {dirty.Version} --applied
                or undo it by hand: dotnet migrator resolve {dirty.Version} --rolled-back
            and run again.
            """);
    }

    private static Refusal Diverged(SchemaComparison difference, MigrationDescriptor[] steps) =>
        new(RefusalReason.Diverged,
            $"The histories diverged: the database has {Count(difference.Unknown.Count, "version")} that this build does not know "
            + $"({List(difference.Unknown)}), and {Count(steps.Length, "migration")} of this build "
            + $"{(steps.Length == 1 ? "is" : "are")} "
            + $"pending ({List(steps.Select(step => step.Version))}).",
            "Deploy a build that has both, or check that this is the right database.");

    private static Refusal? OutOfOrder(MigrationDescriptor[] steps, SchemaHistory history)
    {
        MigrationDescriptor[] late = [.. steps.Where(step => step.Version < history.Current)];
        return late.Length == 0 ? null : new(RefusalReason.OutOfOrder,
            $"{Count(late.Length, "pending migration")} {(late.Length == 1 ? "lies" : "lie")} below the newest applied one, "
            + $"{history.Current}: {List(late.AsEnumerable())}.",
            "Give it a newer version, or let it run late: --out-of-order allow");
    }

    private static Refusal? Breaking(MigrationDescriptor[] steps)
    {
        MigrationDescriptor[] breaking = [.. steps.Where(step => step.Breaking)];
        return breaking.Length == 0 ? null : new(RefusalReason.Breaking,
            $"{List(breaking.AsEnumerable())} {(breaking.Length == 1 ? "is a breaking change" : "are breaking changes")}: "
            + "older builds of the application stop working.",
            steps[0].Breaking
                ? "Once no older build runs any more: --allow-breaking"
                : $"Once no older build runs any more: --allow-breaking. Up to there: --target "
                    + $"{steps.TakeWhile(step => !step.Breaking).Last().Version}");
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string List<T>(IEnumerable<T> items)
    {
        const int Most = 5;
        T[] all = [.. items];
        return string.Join(", ", all.Take(Most)) + (all.Length > Most ? $" and {all.Length - Most} more" : "");
    }
}
