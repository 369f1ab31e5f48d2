namespace Migrator.Statements.Retrying;

/// <summary>What a run brings to each of its sessions, and keeps when one is lost.</summary>
/// <param name="Run">Who runs.</param>
/// <param name="LockBudget">How long it may still give way to others.</param>
/// <param name="Time">The clock of pauses.</param>
/// <param name="Report">Told what happens, from the run's own threads.</param>
internal sealed record RunTerms(RunIdentity Run, RetryBudget LockBudget, TimeProvider Time, Action<MigrationProgress> Report);
