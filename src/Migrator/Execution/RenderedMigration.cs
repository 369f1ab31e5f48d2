namespace Migrator.Execution;

/// <summary>What a migration would send, told without a database.</summary>
/// <param name="Statements">Its SQL in order, as far as it is known.</param>
/// <param name="Opaque">Why that is not all of it; null if it is.</param>
internal sealed record RenderedMigration(IReadOnlyList<string> Statements, string? Opaque);
