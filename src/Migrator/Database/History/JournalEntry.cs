namespace Migrator.Database.History;

/// <summary>What the journal says of one migration of a run.</summary>
internal sealed record JournalEntry(
    long Version, string Name, string Direction, bool Transactional, bool Breaking, int? Statement = null, string? SqlState = null, string? Checksum = null);
