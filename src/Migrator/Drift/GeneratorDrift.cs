using Migrator.Catalog.Generators;
using Migrator.SchemaCheck;

namespace Migrator.Drift;

/// <summary>
/// What of a drift is another generator's work, or another major version's of FluentMigrator: told as that. A name that another
/// major gives to the same primary key is none at all.
/// </summary>
internal sealed class GeneratorDrift
{
    private const string Identity = " AS IDENTITY";
    private const string Serial = "nextval(";

    private readonly List<string> _notes = [];

    /// <param name="differences">All that is different.</param>
    /// <param name="history">The live one.</param>
    /// <param name="generator">What made the shadow.</param>
    /// <param name="defaultSchema">The schema of unqualified names.</param>
    public GeneratorDrift(IReadOnlyList<ObjectDifference> differences, SchemaHistory history, string generator, string defaultSchema)
    {
        var newest = history.Applied.LastOrDefault(one => one.Generator is not null);
        if (newest is not null && GeneratorChange.Of(newest.Generator, generator) is { } change)
            _notes.Add($"the newest applied migration was written by {newest.Generator}, and the shadow by {generator}. {change}");
        Differences = differences;
        if (history.Applied.FirstOrDefault(one => one.Generator is { } wrote && GeneratorChange.IsOfOtherMajor(wrote, generator))
            is { } other)
            Differences = WithoutRenamed(differences, GeneratorChange.Major(other.Generator!), GeneratorChange.Major(generator),
                defaultSchema);
        NoteSerials(newest is null, defaultSchema);
    }

    /// <summary>What is left.</summary>
    public IReadOnlyList<ObjectDifference> Differences { get; }

    /// <summary>What a reader should know, a sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    private List<ObjectDifference> WithoutRenamed(
        IReadOnlyList<ObjectDifference> differences, string theirs, string ours, string defaultSchema)
    {
        List<ObjectDifference> left = [.. differences];
        foreach (var missing in differences.Where(one => one.Actual is null && IsPrimaryKey(one.Subject)))
        {
            if (left.FirstOrDefault(one => one.Expected is null && IsSamePrimaryKey(one.Subject, missing.Subject)) is not { } found)
                continue;

            left.Remove(missing);
            left.Remove(found);
            _notes.Add($"{found.Subject.Title(defaultSchema)} is called {missing.Subject.Name} by the shadow: {theirs} names an unnamed "
                + $"primary key otherwise than {ours} (no drift)");
        }

        return left;
    }

    // PK_orders for the one, PK_orders_Id for the other. Whoever calls it by a name of their own has changed it.
    private static bool IsSamePrimaryKey(SchemaObject one, SchemaObject other) =>
        IsPrimaryKey(one) && one.Schema == other.Schema && one.Table == other.Table && one.Definition == other.Definition
        && (IsLonger(one, other) || IsLonger(other, one));

    private static bool IsLonger(SchemaObject one, SchemaObject other) =>
        other.Name == $"PK_{other.Table}" && one.Name.StartsWith(other.Name + "_", StringComparison.Ordinal);

    private static bool IsPrimaryKey(SchemaObject one) =>
        one.Kind == ObjectKind.Constraint && one.Definition.StartsWith("PRIMARY KEY", StringComparison.Ordinal);

    private void NoteSerials(bool isUnknown, string defaultSchema)
    {
        if (!isUnknown)
            return;

        string[] serials = [.. Columns(live => live.Actual, made => made.Expected)];
        if (serials.Length > 0)
            _notes.Add($"{List(serials)} {(serials.Length == 1 ? "is" : "are")} serial, and identity in the shadow: another generator "
                + "of FluentMigrator's made this history. Say which: --generator Postgres92, or Postgres for AddPostgres() of "
                + "FluentMigrator 5 and older.");
        string[] identities = [.. Columns(live => live.Expected, made => made.Actual)];
        if (identities.Length > 0)
            _notes.Add($"{List(identities)} {(identities.Length == 1 ? "is" : "are")} identity, and serial in the shadow: another "
                + "generator of FluentMigrator's made this history. Say which: --generator Postgres15_0.");

        IEnumerable<string> Columns(Func<ObjectDifference, SchemaObject?> serial, Func<ObjectDifference, SchemaObject?> identity)
        {
            HashSet<(string, string?, string)> defaults = [.. Differences
                .Where(one => serial(one) is { Kind: ObjectKind.Default } value
                    && value.Definition.StartsWith(Serial, StringComparison.Ordinal) && identity(one) is null)
                .Select(one => (one.Subject.Schema, one.Subject.Table, one.Subject.Name))];
            return Differences.Where(one => one.Subject.Kind == ObjectKind.Column
                    && identity(one)?.Definition.Contains(Identity, StringComparison.Ordinal) is true
                    && defaults.Contains((one.Subject.Schema, one.Subject.Table, one.Subject.Name)))
                .Select(one => one.Subject.DottedName(defaultSchema));
        }
    }

    private static string List(string[] names)
    {
        const int Most = 3;
        return string.Join(", ", names.Take(Most)) + (names.Length > Most ? $" and {names.Length - Most} more" : "");
    }
}
