namespace Migrator;

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
