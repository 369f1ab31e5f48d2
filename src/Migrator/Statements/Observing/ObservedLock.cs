namespace Migrator;

/// <summary>A lock that a statement took on a relation that was there before its migration: the strongest of its new
/// ones.</summary>
/// <param name="Relation">The relation.</param>
/// <param name="Mode">The lock.</param>
public sealed record ObservedLock(Relation Relation, LockMode Mode);
