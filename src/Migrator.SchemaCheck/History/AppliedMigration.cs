namespace Migrator.SchemaCheck;

/// <summary>A version that the database has.</summary>
/// <param name="Version">The migration's version.</param>
/// <param name="Description">What the version table says of it, if anything.</param>
/// <param name="AppliedAt">When, by the server's clock, in UTC; null where the table has no such column or value.</param>
/// <param name="Duration">How long it took; null where the journal does not know it (applied by another tool).</param>
/// <param name="Checksum">The checksum of what was applied; null where the journal does not know it, or nobody could.</param>
public sealed record AppliedMigration(
    long Version, string? Description, DateTimeOffset? AppliedAt, TimeSpan? Duration, string? Checksum = null);
