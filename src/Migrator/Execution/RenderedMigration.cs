using Migrator.Safety.Linting;

namespace Migrator.Execution;

/// <summary>What a migration would send, told without a database.</summary>
/// <param name="Statements">Its SQL in order, as far as it is known.</param>
/// <param name="Opaque">Why that is not all of it; null if it is.</param>
internal sealed record RenderedMigration(IReadOnlyList<RenderedStatement> Statements, string? Opaque)
{
    /// <summary>Where it does what cannot be known; null if that was not asked for, or there are no debug symbols.</summary>
    public SourceLocation? OpaqueAt { get; init; }

    /// <summary>The SQL alone.</summary>
    public IEnumerable<string> Sql => Statements.Select(statement => statement.Sql);
}
