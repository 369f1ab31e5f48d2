namespace Migrator.FluentRunner.Rendering;

/// <summary>A command that a migration would send.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="Location">Where the migration asks for it; null if that was not asked for, or there are no debug symbols.</param>
internal sealed record RenderedStatement(string Sql, SourceLocation? Location);
