namespace Migrator.Execution;

/// <summary>What held at the moment a step failed.</summary>
/// <param name="SessionAlive">The session is still ours.</param>
/// <param name="Committed">The server confirmed the commit.</param>
/// <param name="Cancelling">The caller had cancelled.</param>
internal readonly record struct StepCircumstances(bool SessionAlive, bool Committed, bool Cancelling);
