using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.History;

/// <summary>
/// Records that migrations which were edited after they were applied are accepted as they are now: once, so that later runs, and
/// applications with this manifest, are at peace with it.
/// </summary>
internal sealed class EditAcceptance(NpgsqlConnection connection, Journal journal)
{
    /// <summary>Writes a journal entry for each, in one transaction.</summary>
    /// <param name="edited">The migrations.</param>
    /// <param name="checksums">What is accepted of them.</param>
    /// <param name="generator">What wrote the SQL that those are of.</param>
    /// <param name="cancellationToken">Cancels it; nothing is accepted.</param>
    public async Task RecordAsync(
        IReadOnlyList<MigrationDescriptor> edited, IReadOnlyDictionary<long, string> checksums, string? generator,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var one in edited)
            batch.BatchCommands.Add(journal.Ended(
                new(one.Version, one.Name, Direction.Up, one.Transactional, one.Breaking, Checksum: checksums[one.Version])
                { Generator = generator },
                JournalRules.Accepted, elapsed: null));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
