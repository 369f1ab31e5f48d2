namespace Migrator;

/// <summary>What hangs on a table of the real database.</summary>
/// <param name="Rows">Its rows, as the server estimates them; null where it was never analyzed.</param>
/// <param name="Bytes">Its size without indexes.</param>
/// <param name="WritesPerSecond">Rows inserted, updated and deleted a second, while the rehearsal ran.</param>
/// <param name="ReadsPerSecond">Scans of it begun a second, by index or not, while the rehearsal ran.</param>
public sealed record TableWeight(long? Rows, long Bytes, double WritesPerSecond, double ReadsPerSecond);
