using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.History;

/// <summary>Records what a person found out about a migration that did not finish.</summary>
internal sealed class Resolution(NpgsqlConnection connection, VersionTable table, Journal journal)
{
    /// <summary>Sets the version row as <paramref name="applied"/> says, with a journal entry, in one transaction.</summary>
    public async Task RecordAsync(DirtyMigration dirty, MigrationDescriptor? migration, bool applied,
        CancellationToken cancellationToken)
    {
        var version = Identifier.Quote(table.VersionColumn);
        var change = applied
            ? new NpgsqlBatchCommand(
                $"""
                INSERT INTO {table.QuotedName} ({version}, {Identifier.Quote(table.AppliedOnColumn)}, {Identifier.Quote(table.DescriptionColumn)})
                SELECT $1, now() AT TIME ZONE 'UTC', $2 WHERE NOT EXISTS (SELECT FROM {table.QuotedName} WHERE {version} = $1)
                """)
            : new NpgsqlBatchCommand($"DELETE FROM {table.QuotedName} WHERE {version} = $1");
        change.Parameters.Add(new NpgsqlParameter<long> { TypedValue = dirty.Version });
        if (applied)
            change.Parameters.Add(new NpgsqlParameter<string> { TypedValue = dirty.Name });

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(change);
        batch.BatchCommands.Add(journal.Ended(
            new(dirty.Version, dirty.Name, applied ? Direction.Up : Direction.Down, Transactional: false,
                migration?.Breaking ?? false),
            applied ? JournalRules.Done : JournalRules.Resolved, elapsed: null));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
