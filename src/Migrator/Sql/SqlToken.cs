namespace Migrator.Sql;

/// <summary>A token of a text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it has ended.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int End);
