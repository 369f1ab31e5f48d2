namespace Migrator;

/// <summary>A lock that a statement of ours waits for, and who is in its way.</summary>
/// <param name="Relation">The table or index, as SQL would name it; null where the server does not tell.</param>
/// <param name="Mode">The lock wanted, such as <c>ACCESS EXCLUSIVE</c>.</param>
/// <param name="Waited">How long it has been waiting.</param>
/// <param name="Blockers">Who holds it, or stands before us in the queue.</param>
public sealed record Blockage(string? Relation, string? Mode, TimeSpan Waited, IReadOnlyList<Blocker> Blockers);
