using Migrator.SchemaCheck;

namespace Migrator.Database.History;

/// <summary>What the journal says of one migration of a run.</summary>
internal sealed record JournalEntry(
    long Version, string Name, Direction Direction, bool Transactional, bool Breaking, int? Statement = null,
    string? SqlState = null, string? Checksum = null)
{
    /// <summary>What wrote the SQL that the checksum is of, where that is not this run.</summary>
    public string? Generator { get; init; }

    /// <summary>The direction as the journal writes it.</summary>
    public string DirectionWord => Direction == Direction.Up ? JournalRules.Up : JournalRules.Down;
}
