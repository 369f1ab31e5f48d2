using Migrator.Cli.Verbs.Rehearse.Findings;

namespace Migrator.Cli.Verbs.Rehearse.Page;

/// <summary>Tables against migrations.</summary>
internal sealed class Matrix
{
    private readonly Dictionary<(string, string), int> _index;

    private Matrix(IReadOnlyList<MatrixRow> rows)
    {
        Rows = rows;
        _index = rows.Select((row, i) => (row, i)).ToDictionary(one => Key(one.row.Relation), one => one.i);
    }

    /// <summary>The tables, the ones with the most at stake first.</summary>
    public IReadOnlyList<MatrixRow> Rows { get; }

    public static Matrix Of(RehearsalReport result)
    {
        var seen = result.Migrations.SelectMany((migration, i) => Seen(migration).Select(one => (one.Relation, i, one.Cell)));
        return new([.. seen.GroupBy(one => Key(one.Relation)).Select(table => new MatrixRow(
                table.First().Relation, result.Weights.GetValueOrDefault(table.Key),
                table.GroupBy(one => one.i)
                    .ToDictionary(cell => cell.Key,
                        cell => new MatrixCell(cell.Max(one => one.Cell.Verdict), cell.Max(one => one.Cell.Lock)))))
            .OrderByDescending(row => row.Score).ThenBy(row => row.Relation.Schema, StringComparer.Ordinal)
            .ThenBy(row => row.Relation.Name, StringComparer.Ordinal)]);
    }

    /// <summary>The places of the rows that a statement has to do with.</summary>
    public IEnumerable<int> RowsOf(ObservedStatement statement) => Places(Touched(statement).Select(one => one.Relation));

    /// <summary>The places of the rows that a finding is about; none where it is about the migration.</summary>
    public IEnumerable<int> RowsOf(RehearsalFinding finding) => Places(Relations(finding));

    private static IEnumerable<(Relation Relation, MatrixCell Cell)> Seen(RehearsedMigration migration) =>
    [
        .. migration.Statements.SelectMany(Touched).Where(one => IsTable(one.Relation)),
        .. migration.Findings.SelectMany(finding => Relations(finding)
            .Select(relation => (relation, new MatrixCell(finding.Verdict, finding.Lock)))),
    ];

    private static IEnumerable<(Relation Relation, MatrixCell Cell)> Touched(ObservedStatement statement) =>
    [
        .. statement.Locks.Select(one => (one.Relation, new MatrixCell(null, one.Mode))),
        .. ((Relation[])[.. statement.Scanned, .. statement.Rewritten, .. statement.Emptied, .. statement.Indexed])
        .Select(relation => (relation, new MatrixCell(null, null))),
    ];

    // Of rows that are deleted, only the lock says where.
    private static IEnumerable<Relation> Relations(RehearsalFinding finding) => finding.Relation is { } relation ? [relation]
        : finding.Statement is { } statement
        ? Touched(statement).Where(one => one.Cell.Lock is null or >= LockMode.RowExclusive && IsTable(one.Relation))
        .Select(one => one.Relation).Distinct() : [];

    private static bool IsTable(Relation relation) => relation.Kind is not ('i' or 'I' or 'S');

    private static (string, string) Key(Relation relation) => (relation.Schema, relation.Name);

    private IEnumerable<int> Places(IEnumerable<Relation> relations) =>
        relations.Select(relation => _index.TryGetValue(Key(relation), out var place) ? place : -1).Where(place => place >= 0)
            .Distinct().Order();
}

/// <summary>What a migration does to a table that was there before it.</summary>
/// <param name="Verdict">The worst of what was found; null where nobody has to wait, nor loses anything.</param>
/// <param name="Lock">The strongest lock; null where none was seen.</param>
internal sealed record MatrixCell(RehearsalVerdict? Verdict, LockMode? Lock)
{
    /// <summary>How bad it is, from 1: for what comes first.</summary>
    public int Rank => Verdict is { } verdict ? (int)verdict + 2 : 1;

    /// <summary>The cell in words: <c>blocks writes, SHARE</c>.</summary>
    public string Words => (Verdict switch
    {
        null => "nobody waits",
        Migrator.RehearsalVerdict.Safe => "for a moment",
        { } verdict => VerdictWords.Of(verdict),
    }) + (Lock is { } mode ? $", {mode.Words()}" : "");
}

/// <summary>A table that was there before some migration.</summary>
/// <param name="Relation">The table.</param>
/// <param name="Weight">What hangs on it; null where no real database was asked.</param>
/// <param name="Cells">What migrations do to it, by their place in the order.</param>
internal sealed record MatrixRow(Relation Relation, TableWeight? Weight, IReadOnlyDictionary<int, MatrixCell> Cells)
{
    /// <summary>The number of digits of its rows; 0 where they are not known.</summary>
    public double Magnitude => Math.Log10(1 + (Weight?.Rows ?? 0));

    /// <summary>Its size times the worst that is done to it.</summary>
    public double Score => (1 + Magnitude) * Cells.Values.Max(cell => cell.Rank);
}
