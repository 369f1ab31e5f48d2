namespace Migrator.Faults.Tests.Recording;

/// <summary>A row of the fault matrix.</summary>
/// <param name="Number">Its number, which stays the same for ever.</param>
/// <param name="Fault">What happens.</param>
/// <param name="MustHold">What must be true nevertheless, beside the four things that always are.</param>
internal sealed record FaultRow(int Number, string Fault, string MustHold);
