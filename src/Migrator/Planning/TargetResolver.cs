using System.Globalization;

namespace Migrator.Planning;

/// <summary>Finds the version that a target means. Pure.</summary>
internal static class TargetResolver
{
    private const int MostCandidates = 3;

    /// <summary>
    /// The place at which the database should end; or a refusal that names the nearest candidates.
    /// </summary>
    /// <param name="target">The target.</param>
    /// <param name="direction">The way the run goes; a relative target must go the same way.</param>
    /// <param name="catalog">The code's migrations.</param>
    /// <param name="applied">The applied versions, ascending.</param>
    public static (Place Place, Refusal? Refusal) Resolve(
        Target target, Direction direction, MigrationCatalog catalog, IReadOnlyList<long> applied) => target.Kind switch
        {
            TargetKind.Latest => (new(catalog.Latest), null),
            TargetKind.Zero => (Place.Zero, null),
            TargetKind.Relative => Relative(target, direction, catalog, applied),
            _ => Named(target, catalog),
        };

    private static (Place, Refusal?) Relative(
        Target target, Direction direction, MigrationCatalog catalog, IReadOnlyList<long> applied)
    {
        if (direction == Direction.Up != target.Offset > 0)
            return (Place.Zero, WrongWay(target, direction));
        if (direction == Direction.Down && applied.Count > 0 && -target.Offset > applied.Count)
            return (Place.Zero,
                new(RefusalReason.UnknownTarget, $"Target {target} would revert more than is applied ({applied.Count}).",
                "To revert everything: --target zero"));
        if (direction == Direction.Down)
            return (At(applied, applied.Count - 1 + target.Offset), null);

        HashSet<long> have = [.. applied];
        var pending = catalog.Required(applied).Where(migration => !have.Contains(migration.Version)).Take(target.Offset)
            .ToList();
        return (pending.Count > 0 ? new(pending[^1].Version) : At(applied, applied.Count - 1), null);
    }

    public static Refusal WrongWay(Target target, Direction direction) => direction == Direction.Up
        ? new(RefusalReason.WrongDirection, $"Target {target} lies below the database's version; up never reverts.",
            $"To revert: dotnet migrator down --target {target}")
        : new(RefusalReason.WrongDirection, $"Target {target} lies above the database's version; down never applies.",
            $"To apply: dotnet migrator up --target {target}");

    private static (Place, Refusal?) Named(Target target, MigrationCatalog catalog)
    {
        var migrations = catalog.Migrations;
        List<int> found = [.. Enumerable.Range(0, migrations.Count).Where(i => Matches(migrations[i], target.Migration!))];
        if (found.Count > 1)
            return (Place.Zero, new(RefusalReason.AmbiguousTarget, $"Target \"{target}\" names {found.Count} migrations: "
                + string.Join(", ", found.Select(i => migrations[i])) + ".", "Give the version instead of the name."));
        if (found.Count == 0)
            return (Place.Zero, Unknown(target, migrations));

        var index = found[0] + target.Offset;
        if (index >= migrations.Count)
            return (Place.Zero, new(RefusalReason.UnknownTarget,
                $"Target {target} lies {index - migrations.Count + 1} beyond the newest migration, {migrations[^1]}."));
        if (index < -1)
            return (Place.Zero,
                new(RefusalReason.UnknownTarget, $"Target {target} lies {-1 - index} below the first migration, {migrations[0]}.",
                "To revert everything: --target zero"));

        return (index == -1 ? Place.Zero : new(migrations[index].Version), null);
    }

    private static Place At(IReadOnlyList<long> applied, int index) => index < 0 ? Place.Zero : new(applied[index]);

    private static bool Matches(MigrationDescriptor migration, string text) =>
        text.All(char.IsAsciiDigit)
            ? migration.Version.ToString(CultureInfo.InvariantCulture) == (text.TrimStart('0') is { Length: > 0 } digits
                ? digits : "0")
            : migration.Name.Equals(text, StringComparison.OrdinalIgnoreCase);

    private static Refusal Unknown(Target target, IReadOnlyList<MigrationDescriptor> migrations)
    {
        var wanted = target.Migration!;
        var nearest = wanted.All(char.IsAsciiDigit) && decimal.TryParse(wanted, CultureInfo.InvariantCulture, out var number)
            ? migrations.OrderBy(migration => Math.Abs(migration.Version - number))
            : migrations.OrderBy(migration => Likeness.Distance(migration.Name, wanted));

        return new(RefusalReason.UnknownTarget, $"There is no migration \"{wanted}\".",
            migrations.Count == 0 ? null : "Nearest: " + string.Join(", ", nearest.Take(MostCandidates)) + ".");
    }
}
