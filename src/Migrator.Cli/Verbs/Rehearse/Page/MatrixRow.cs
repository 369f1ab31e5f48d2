namespace Migrator.Cli.Verbs.Rehearse.Page;

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
