namespace Migrator.Execution;

/// <summary>What a migration would send, told without a database.</summary>
/// <param name="Statements">Its SQL in order, up to where it is no longer known.</param>
/// <param name="Opaque">Why that is not all of it; null if it is.</param>
internal sealed record RenderedMigration(IReadOnlyList<string> Statements, string? Opaque)
{
    /// <summary>Why it cannot be reverted at all; null if it can, or if it is not a Down.</summary>
    public string? Irreversible { get; init; }
}
