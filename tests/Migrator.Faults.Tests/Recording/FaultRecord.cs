namespace Migrator.Faults.Tests.Recording;

/// <summary>What became of a scenario of a row.</summary>
/// <param name="Row">The row's number.</param>
/// <param name="Scenario">What was done, in a few words.</param>
/// <param name="Rounds">How often.</param>
/// <param name="Failures">How often something did not hold.</param>
/// <param name="First">The first failure's first line; null for none.</param>
internal sealed record FaultRecord(int Row, string Scenario, int Rounds, int Failures, string? First);
