namespace Migrator;

/// <summary>How far the server says that a long statement is.</summary>
/// <param name="Phase">The server's word for what it does now, such as <c>building index: scanning table</c>.</param>
/// <param name="Fraction">How much of that phase is done, 0 to 1; null where the server cannot tell.</param>
public sealed record StatementProgress(string Phase, double? Fraction);
