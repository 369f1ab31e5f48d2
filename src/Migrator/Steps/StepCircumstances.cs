using Migrator.Statements.Sending;

namespace Migrator.Steps;

/// <summary>What held at the moment a step failed.</summary>
/// <param name="SessionAlive">The session is still ours.</param>
/// <param name="Cancelling">The caller had cancelled.</param>
/// <param name="Stopped">Why we stopped the statement ourselves.</param>
/// <param name="Blockage">What was last seen in the way.</param>
internal readonly record struct StepCircumstances(bool SessionAlive, bool Cancelling, StopReason Stopped, Blockage? Blockage);
