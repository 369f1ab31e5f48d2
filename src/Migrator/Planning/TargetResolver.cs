using System.Globalization;
using Migrator.Errors;

namespace Migrator.Planning;

/// <summary>Finds the version that a target means. Pure.</summary>
internal static class TargetResolver
{
    private const int MostCandidates = 3;

    /// <summary>
    /// The version at which the database should end, 0 for none; or a refusal that names the nearest candidates.
    /// </summary>
    /// <param name="target">The target.</param>
    /// <param name="direction">The way the run goes; a relative target must go the same way.</param>
    /// <param name="catalog">The code's migrations.</param>
    /// <param name="applied">The applied versions, ascending.</param>
    public static (long Version, Refusal? Refusal) Resolve(
        Target target, Direction direction, MigrationCatalog catalog, IReadOnlyList<long> applied) => target.Kind switch
        {
            TargetKind.Latest => (catalog.Latest ?? 0, null),
            TargetKind.Zero => (0, null),
            TargetKind.Relative => Relative(target, direction, catalog, applied),
            _ => Named(target, catalog),
        };

    private static (long, Refusal?) Relative(
        Target target, Direction direction, MigrationCatalog catalog, IReadOnlyList<long> applied)
    {
        if (direction == Direction.Up != target.Offset > 0)
            return (0, WrongWay(target, direction));
        if (direction == Direction.Down && applied.Count > 0 && -target.Offset > applied.Count)
            return (0, new(RefusalReason.UnknownTarget, $"Target {target} would revert more than is applied ({applied.Count}).",
                "To revert everything: --target zero"));
        if (direction == Direction.Down)
            return (applied.ElementAtOrDefault(applied.Count - 1 + target.Offset), null);

        HashSet<long> have = [.. applied];
        var pending = catalog.Required(applied).Where(migration => !have.Contains(migration.Version)).Take(target.Offset).ToList();
        return (pending.Count > 0 ? pending[^1].Version : applied.Count > 0 ? applied[^1] : 0, null);
    }

    public static Refusal WrongWay(Target target, Direction direction) => direction == Direction.Up
        ? new(RefusalReason.WrongDirection, $"Target {target} lies below the database's version; up never reverts.",
            $"To revert: dotnet migrator down --target {target}")
        : new(RefusalReason.WrongDirection, $"Target {target} lies above the database's version; down never applies.",
            $"To apply: dotnet migrator up --target {target}");

    private static (long, Refusal?) Named(Target target, MigrationCatalog catalog)
    {
        var migrations = catalog.Migrations;
        List<int> found = [.. Enumerable.Range(0, migrations.Count).Where(i => Matches(migrations[i], target.Migration!))];
        if (found.Count > 1)
            return (0, new(RefusalReason.AmbiguousTarget, $"Target \"{target}\" names {found.Count} migrations: "
                + string.Join(", ", found.Select(i => migrations[i])) + ".", "Give the version instead of the name."));
        if (found.Count == 0)
            return (0, Unknown(target, migrations));

        var index = found[0] + target.Offset;
        if (index >= migrations.Count)
            return (0, new(RefusalReason.UnknownTarget,
                $"Target {target} lies {index - migrations.Count + 1} beyond the newest migration, {migrations[^1]}."));
        if (index < -1)
            return (0, new(RefusalReason.UnknownTarget, $"Target {target} lies {-1 - index} below the first migration, {migrations[0]}.",
                "To revert everything: --target zero"));

        return (index == -1 ? 0 : migrations[index].Version, null);
    }

    private static bool Matches(MigrationDescriptor migration, string text) =>
        text.All(char.IsAsciiDigit)
            ? migration.Version.ToString(CultureInfo.InvariantCulture) == text.TrimStart('0')
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
