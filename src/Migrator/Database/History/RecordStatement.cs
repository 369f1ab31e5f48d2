using Migrator.SchemaCheck;
using Npgsql;
using NpgsqlTypes;

namespace Migrator.Database.History;

/// <summary>
/// The statement that records a step: the version row and the journal entry change together or not at all, inside a transaction
/// and outside, and only while the session holds the deploy lock.
/// </summary>
/// <param name="table">The version table.</param>
/// <param name="journal">The journal beside it.</param>
internal sealed class RecordStatement(VersionTable table, Journal journal)
{
    // Whoever reads it fails unless the version was written: in a transaction, COMMIT is on its way behind, and only an error
    // stops it. The count is no constant, or the server would try the cast while it plans.
    private const string Proof =
        "proof AS (SELECT CASE WHEN count(*) > 0 THEN true ELSE ('not recorded: ' || count(*))::boolean END AS recorded FROM version)";

    private readonly string _version = Identifier.Quote(table.VersionColumn);

    /// <summary>Records a migration whose journal entry is written now, as a whole.</summary>
    /// <param name="entry">The migration.</param>
    /// <param name="description">What the version table says of it; not asked for of one that is reverted.</param>
    /// <param name="elapsed">How long it took, by this machine's monotonic clock.</param>
    /// <param name="held">SQL that is true while this session holds the lock.</param>
    public NpgsqlBatchCommand AtOnce(JournalEntry entry, string description, TimeSpan elapsed, string held)
    {
        var command = new NpgsqlBatchCommand(
            $"""
            WITH version AS ({Change(entry.Direction, "$2", "$13", held)} RETURNING 1), {Proof}
            INSERT INTO {table.QuotedJournalName}
              (run, version, name, direction, state, transactional, breaking, started_at, ended_at, duration_ms, tool_version, host, build, checksum, generator)
            SELECT $1, $2, $3, $4, '{JournalRules.Done}', $5, $6, clock_timestamp() - {Journal.Duration("$7")} * interval '1 millisecond', clock_timestamp(),
              {Journal.Duration("$7")}, $8, $9, $10, $11, $12
            FROM proof WHERE recorded
            """);
        Journal.Add(command, journal.Run.Id, entry.Version, entry.Name, entry.DirectionWord, entry.Transactional, entry.Breaking,
            (long)elapsed.TotalMilliseconds, journal.ToolVersion, journal.Run.Host);
        Journal.AddNullable(command, NpgsqlDbType.Text, journal.Build);
        Journal.AddNullable(command, NpgsqlDbType.Text, entry.Checksum);
        Journal.Add(command, journal.Generator);
        if (entry.Direction == Direction.Up)
            Journal.Add(command, description);
        return command;
    }

    /// <summary>Records a migration outside a transaction, whose journal entry was begun.</summary>
    /// <param name="id">That entry's.</param>
    /// <param name="entry">The migration.</param>
    /// <param name="description">What the version table says of it; not asked for of one that is reverted.</param>
    /// <param name="elapsed">How long it took, by this machine's monotonic clock.</param>
    /// <param name="held">SQL that is true while this session holds the lock.</param>
    public NpgsqlBatchCommand Begun(long id, JournalEntry entry, string description, TimeSpan elapsed, string held)
    {
        var isThere = $"EXISTS (SELECT FROM {table.QuotedJournalName} WHERE id = $1)";
        var command = new NpgsqlBatchCommand(
            $"""
            WITH version AS ({Change(entry.Direction, "$3", "$4", $"{held} AND {isThere}")} RETURNING 1), {Proof}
            UPDATE {table.QuotedJournalName}
            SET state = '{JournalRules.Done}', ended_at = clock_timestamp(), duration_ms = {Journal.Duration("$2")}, statement = NULL, sql_state = NULL, begun_hash = NULL
            FROM proof WHERE recorded AND id = $1
            """);
        Journal.Add(command, id, (long)elapsed.TotalMilliseconds, entry.Version);
        if (entry.Direction == Direction.Up)
            Journal.Add(command, description);
        return command;
    }

    /// <summary>Whether a record failed since there was no version to go with it.</summary>
    public static bool IsRefusal(PostgresException exception, NpgsqlBatchCommand? record) =>
        exception.SqlState == PostgresErrorCodes.InvalidTextRepresentation && exception.BatchCommand == record;

    private string Change(Direction direction, string version, string description, string condition) =>
        direction == Direction.Down
        ? $"DELETE FROM {table.QuotedName} WHERE {_version} = {version} AND {condition}"
        : $"""
            INSERT INTO {table.QuotedName} ({_version}, {Identifier.Quote(table.AppliedOnColumn)}, {Identifier.Quote(table.DescriptionColumn)})
            SELECT {version}::bigint, now() AT TIME ZONE 'UTC', left({description}, 1024) WHERE {condition}
            """;
}
