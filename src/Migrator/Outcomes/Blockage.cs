namespace Migrator;

/// <summary>A lock that a statement of ours waits for, and who is in its way.</summary>
/// <param name="Relation">The table or index, as SQL would name it; null where the server does not tell.</param>
/// <param name="Mode">The lock wanted, such as <c>ACCESS EXCLUSIVE</c>.</param>
/// <param name="Waited">How long it has been waiting.</param>
/// <param name="Blockers">Who holds it, or stands before us in the queue.</param>
public sealed record Blockage(string? Relation, string? Mode, TimeSpan Waited, IReadOnlyList<Blocker> Blockers);

/// <summary>A session whose locks a statement of ours waits for. What the server does not show to our role is null.</summary>
/// <param name="Pid">Its backend's process id; 0 for a prepared transaction.</param>
/// <param name="ApplicationName">Its application name.</param>
/// <param name="User">Its role.</param>
/// <param name="State">What it does: <c>active</c>, <c>idle in transaction</c>.</param>
/// <param name="TransactionAge">How long its transaction has been open.</param>
/// <param name="Mode">The strongest lock that it holds on the relation that we wait for, such as <c>ACCESS SHARE</c>.</param>
/// <param name="Query">Its current or last statement, to be shown only when asked for.</param>
public sealed record Blocker(
    int Pid, string? ApplicationName, string? User, string? State, TimeSpan? TransactionAge, string? Mode, string? Query);

/// <summary>How far the server says that a long statement is.</summary>
/// <param name="Phase">The server's word for what it does now, such as <c>building index: scanning table</c>.</param>
/// <param name="Fraction">How much of that phase is done, 0 to 1; null where the server cannot tell.</param>
public sealed record StatementProgress(string Phase, double? Fraction);
