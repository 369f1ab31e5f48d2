namespace Migrator.Linting.State;

/// <summary>A command as a migration would send it.</summary>
/// <param name="Sql">One statement, or several.</param>
/// <param name="Location">Where the migration asks for it; null without debug symbols.</param>
internal sealed record LintedCommand(string Sql, SourceLocation? Location);
