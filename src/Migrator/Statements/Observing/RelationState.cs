namespace Migrator.Statements.Observing;

/// <summary>A relation as it stands in the middle of a transaction.</summary>
/// <param name="Relation">Its name.</param>
/// <param name="File">The number of its storage.</param>
/// <param name="Tablespace">Where that lies.</param>
/// <param name="Table">An index's table; else 0.</param>
/// <param name="Modes">The locks that our session holds on it.</param>
/// <param name="Scans">How often our session has scanned it, counted from some moment before.</param>
internal sealed record RelationState(Relation Relation, long File, long Tablespace, long Table, IReadOnlyList<LockMode> Modes,
    long Scans);
