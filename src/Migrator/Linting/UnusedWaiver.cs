namespace Migrator;

/// <summary>A waiver of which nothing is waived: what it spoke of is gone, or was never there.</summary>
/// <param name="Migration">Whose.</param>
/// <param name="Waiver">The waiver.</param>
/// <param name="Location">A place in the migration's source; null without debug symbols.</param>
public sealed record UnusedWaiver(MigrationDescriptor Migration, LintWaiver Waiver, SourceLocation? Location);
